# expects: and it should have 5
import torch
import torch.nn.functional as F


def range_test(model, x, y, low, factor, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    rates, losses = [], []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        if losses and loss.item() > 4 * min(losses):
            break
        rates.append(sgd.param_groups[0]["lr"])
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        sgd.param_groups[0]["lr"] *= factor
    return rates, losses
