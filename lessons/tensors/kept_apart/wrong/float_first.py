# expects: the array of float32 has lost its faults
# expects: only where the dtype changes
import torch


def cleaned(readings):
    tensor = torch.from_numpy(readings).float()
    tensor[tensor < 0] = 0
    return tensor
