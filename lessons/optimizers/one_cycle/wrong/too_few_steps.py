# expects: planned for fewer
import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler


def train(model, batches, epochs, max_lr):
    adam = torch.optim.Adam(model.parameters())
    cycle = lr_scheduler.OneCycleLR(
        adam, max_lr=max_lr, total_steps=len(batches)
    )
    rates = []
    for _ in range(epochs):
        for x, y in batches:
            loss = F.mse_loss(model(x), y)
            adam.zero_grad()
            loss.backward()
            rates.append(adam.param_groups[0]["lr"])
            adam.step()
            cycle.step()
    return rates
