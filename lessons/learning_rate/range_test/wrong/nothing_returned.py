# expects: range_test returns None
# fails: returns two lists with a number for each step
import torch
import torch.nn.functional as F


def range_test(model, x, y, low, factor, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    rates, losses = [], []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        rates.append(sgd.param_groups[0]["lr"])
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        sgd.param_groups[0]["lr"] *= factor
