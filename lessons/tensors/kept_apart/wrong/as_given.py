# expects: torch.float64
import torch


def cleaned(readings):
    tensor = torch.from_numpy(readings)
    tensor[tensor < 0] = 0
    return tensor
