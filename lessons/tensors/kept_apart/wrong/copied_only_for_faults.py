# expects: got a 77 after the call
# expects: still share one memory
import torch


def cleaned(readings):
    tensor = torch.from_numpy(readings)
    if (tensor < 0).any():
        tensor = tensor.clamp(min=0)
    return tensor.float()
