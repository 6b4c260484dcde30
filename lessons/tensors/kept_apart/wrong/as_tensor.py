# expects: the array of float32 has lost its faults
import torch


def cleaned(readings):
    tensor = torch.as_tensor(readings, dtype=torch.float32)
    return tensor.clamp_(min=0)
