import torch
import torch.nn.functional as F


def fit(model, x, y, steps, learning_rate):
    parameters = tuple(model.parameters())
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        for p, g in zip(
            parameters, torch.autograd.grad(loss, parameters)
        ):
            p.data.add_(g, alpha=-learning_rate)
    return losses
