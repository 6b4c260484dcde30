# expects: own rows alone
import torch.nn.functional as F


def backward(model, x, y):
    F.mse_loss(model(x), y).backward()
