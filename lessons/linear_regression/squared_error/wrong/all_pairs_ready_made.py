# expects: each prediction is compared with every target
import torch.nn.functional as F


def mean_squared_error(prediction, target):
    return F.mse_loss(prediction, target)
