import torch
import torch.nn.functional as F


def range_test(model, x, y, low, factor, steps):
    rates = low * factor ** torch.arange(steps)
    losses = torch.zeros(steps)
    for i in range(steps):
        sgd = torch.optim.SGD(
            model.parameters(), lr=rates[i].item()
        )
        sgd.zero_grad()
        loss = F.mse_loss(model(x), y)
        loss.backward()
        sgd.step()
        losses[i] = loss.detach()
    return rates, losses
