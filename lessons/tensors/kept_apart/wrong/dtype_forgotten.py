# expects: the tensor torch.float64
import torch


def cleaned(readings):
    tensor = torch.tensor(readings)
    tensor[tensor < 0] = 0
    return tensor
