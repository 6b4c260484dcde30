import torch


def cleaned(readings):
    tensor = torch.from_numpy(readings)
    return tensor.masked_fill(tensor < 0, 0).float()
