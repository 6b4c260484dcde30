import torch


def cleaned(readings):
    tensor = torch.from_numpy(readings).to(
        torch.float32, copy=True
    )
    tensor *= tensor > 0
    return tensor
