import torch


def cleaned(readings):
    t = torch.as_tensor(readings, dtype=torch.float32)
    return torch.where(t < 0, 0.0, t)
