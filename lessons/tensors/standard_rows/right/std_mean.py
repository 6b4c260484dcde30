import torch


def standardize(x):
    std, mean = torch.std_mean(x, dim=-1, keepdim=True)
    result = x.clone()
    result -= mean
    return result.div_(std)
