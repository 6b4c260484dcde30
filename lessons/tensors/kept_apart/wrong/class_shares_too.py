# expects: the array of float32 has lost its faults
import torch


def cleaned(readings):
    return torch.Tensor(readings).clamp_(min=0)
