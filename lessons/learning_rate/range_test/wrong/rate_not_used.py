# expects: all steps were made at one rate
import torch
import torch.nn.functional as F


def range_test(model, x, y, low, factor, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    rates, losses = [], []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        rates.append(low * factor ** len(rates))
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return rates, losses
