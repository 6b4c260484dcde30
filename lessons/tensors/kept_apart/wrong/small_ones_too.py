# expects: should be 0.25
import torch


def cleaned(readings):
    tensor = torch.tensor(readings, dtype=torch.float32)
    tensor[tensor < 1] = 0
    return tensor
