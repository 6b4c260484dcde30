# expects: parameters themselves
import torch
import torch.nn.functional as F


def train(model, x, y, steps, learning_rate):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.zero_()
                parameter -= learning_rate * parameter.grad
    return losses
