import torch


def cleaned(readings):
    return torch.from_numpy(readings).clamp(min=0).float()
