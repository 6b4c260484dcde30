import torch


def cleaned(readings):
    t = torch.from_numpy(readings).to(torch.float32, copy=True)
    t[t < 0] = 0
    return t
