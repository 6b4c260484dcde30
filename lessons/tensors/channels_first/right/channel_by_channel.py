import torch


def rows(pictures):
    channels = [one.flatten(1) for one in pictures.unbind(dim=-1)]
    return torch.cat(channels, dim=1)
