# expects: weight
# verdict: error
import torch
import torch.nn.functional as F


def range_test(model, x, y, low, factor, steps):
    rates, losses, rate = [], [], low
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        rates.append(rate)
        losses.append(loss.item())
        both = [model.weight, model.bias]
        slopes = torch.autograd.grad(loss, both)
        with torch.no_grad():
            for p, slope in zip(both, slopes):
                p -= rate * slope
        rate *= factor
    return rates, losses
