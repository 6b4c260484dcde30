import torch


def cleaned(readings):
    return torch.relu(torch.tensor(readings)).to(torch.float)
