# expects: gradient descent
import torch
import torch.nn.functional as F


def train(model, x, y, steps, learning_rate):
    losses = []
    for i in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        if i % 2 == 0:
            model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= learning_rate * parameter.grad
    return losses
