# expects: the array of float32 has lost its faults
import torch


def cleaned(readings):
    a = readings.astype("float32", copy=False)
    a[a < 0] = 0
    return torch.from_numpy(a)
