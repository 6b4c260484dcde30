# expects: not at the rate
import torch
import torch.nn.functional as F


def range_test(model, x, y, low, factor, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    rates, losses = [], []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        rates.append(sgd.param_groups[0]["lr"])
        losses.append(loss.item())
        sgd.param_groups[0]["lr"] *= factor
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return rates, losses
