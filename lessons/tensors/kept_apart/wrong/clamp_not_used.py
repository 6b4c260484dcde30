# expects: the faults are still there
# expects: return a new one
import torch


def cleaned(readings):
    tensor = torch.tensor(readings, dtype=torch.float32)
    tensor.clamp(min=0)
    return tensor
