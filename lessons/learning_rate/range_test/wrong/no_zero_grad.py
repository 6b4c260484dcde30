# expects: grows from step to step
import torch
import torch.nn.functional as F


def range_test(model, x, y, low, factor, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    rates, losses = [], []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        rates.append(sgd.param_groups[0]["lr"])
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.param_groups[0]["lr"] *= factor
    return rates, losses
