import torch
import torch.nn.functional as F


def range_test(model, x, y, low, factor, steps):
    rate = low
    rates, losses = list[float](), list[float]()
    while len(rates) < steps:
        loss = F.mse_loss(model(x), y)
        slopes = torch.autograd.grad(
            loss, list(model.parameters())
        )
        for p, slope in zip(model.parameters(), slopes):
            p.data -= rate * slope
        rates.append(rate)
        losses.append(loss.item())
        rate *= factor
    return rates, losses
