# expects: grows from step to step

import torch
import torch.nn.functional as F


def train(model, x, y, steps, learning_rate):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        model.zero_grad
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= learning_rate * p.grad
    return losses
