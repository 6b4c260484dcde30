import torch


def rows(pictures):
    return torch.cat(
        [p.flatten(1) for p in pictures.unbind(-1)], dim=1
    )
