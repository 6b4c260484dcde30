import torch


def mean_squared_error(prediction, target):
    e = prediction.squeeze(1) - target.view(-1)
    return torch.dot(e, e) / e.numel()
