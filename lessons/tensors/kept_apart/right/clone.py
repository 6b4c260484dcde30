import torch


def cleaned(readings):
    tensor = torch.from_numpy(readings).clone().float()
    return tensor.clamp_(min=0)
