import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler


def train(model, batches, epochs, max_lr):
    adam = torch.optim.Adam(model.parameters())
    total = sum(len(batches) for _ in range(epochs))
    cycle = lr_scheduler.OneCycleLR(adam, max_lr, total)
    rates = torch.zeros(total, dtype=torch.float64)
    for k in range(total):
        x, y = batches[k % len(batches)]
        rates[k] = cycle.get_last_lr()[0]
        F.mse_loss(model(x), y).backward()
        adam.step()
        adam.zero_grad()
        cycle.step()
    return rates.tolist()
