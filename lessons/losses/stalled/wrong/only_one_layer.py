# expects: never moved
import torch
import torch.nn.functional as F


def train(model, x, labels, steps, learning_rate):
    parameters = list(model.parameters())[-2:]
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        slopes = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for p, g in zip(parameters, slopes):
                p -= learning_rate * g
    return losses


def shares(model, x):
    return torch.softmax(model(x), dim=1)
