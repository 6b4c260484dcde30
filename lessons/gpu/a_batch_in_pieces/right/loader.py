import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset


def gradient_of(model, x, y, most):
    for p in model.parameters():
        p.grad = None
    total = x.new_zeros(())
    for a, b in DataLoader(
        TensorDataset(x, y), batch_size=most, shuffle=False
    ):
        loss = F.cross_entropy(model(a), b) * (len(a) / len(x))
        loss.backward()
        total += loss.detach()
    return total
