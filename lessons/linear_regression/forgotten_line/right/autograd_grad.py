import torch
import torch.nn.functional as F


def train(model, x, y, steps, learning_rate):
    parameters = list(model.parameters())
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.detach())
        slopes = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, slope in zip(parameters, slopes):
                parameter -= learning_rate * slope
    return losses
