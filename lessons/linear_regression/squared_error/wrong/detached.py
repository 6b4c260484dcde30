# expects: no graph behind it
import torch


def mean_squared_error(prediction, target):
    with torch.no_grad():
        return ((prediction - target.reshape(-1, 1)) ** 2).mean()
