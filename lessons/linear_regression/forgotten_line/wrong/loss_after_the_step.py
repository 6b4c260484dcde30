# expects: after the step

import torch
import torch.nn.functional as F


def train(model, x, y, steps, learning_rate):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= learning_rate * p.grad
        losses.append(F.mse_loss(model(x), y).item())
    return losses
