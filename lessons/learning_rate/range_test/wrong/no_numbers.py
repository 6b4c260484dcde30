# expects: nan
# fails: gives the loss before each step, made at its rate
import torch
import torch.nn.functional as F


def range_test(model, x, y, low, factor, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    rates = []
    for _ in range(steps):
        rates.append(sgd.param_groups[0]["lr"])
        sgd.zero_grad()
        F.mse_loss(model(x), y).backward()
        sgd.step()
        sgd.param_groups[0]["lr"] *= factor
    return rates, [float("nan")] * steps
