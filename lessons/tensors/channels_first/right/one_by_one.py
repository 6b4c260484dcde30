import torch


def rows(pictures):
    channels = [
        pictures[..., k].flatten(1)
        for k in range(pictures.size(3))
    ]
    return torch.cat(channels, dim=1)
