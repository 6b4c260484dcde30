# expects: another loss
# fails: trains the model as that schedule says
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import lr_scheduler


def train(model, batches, epochs, max_lr):
    opt = torch.optim.Adam(model.parameters())
    sch = lr_scheduler.OneCycleLR(
        opt, max_lr=max_lr, total_steps=epochs * len(batches)
    )
    rates = []
    for _ in range(epochs):
        for x, y in batches:
            opt.zero_grad()
            ((model(x) - y) ** 2).sum().backward()
            rates.append(sch.get_last_lr()[0])
            opt.step()
            sch.step()
    return rates
