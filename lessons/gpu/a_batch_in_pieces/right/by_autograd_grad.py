import torch
import torch.nn.functional as F


def gradient_of(model, x, y, most):
    parameters = list(model.parameters())
    sums = [torch.zeros_like(p) for p in parameters]
    total = torch.zeros(())
    for inputs, targets in zip(x.split(most), y.split(most)):
        loss = F.cross_entropy(
            model(inputs), targets, reduction="sum"
        )
        for s, g in zip(
            sums, torch.autograd.grad(loss, parameters)
        ):
            s += g / len(x)
        total += loss.detach() / len(x)
    for p, s in zip(parameters, sums):
        p.grad = s
    return total
