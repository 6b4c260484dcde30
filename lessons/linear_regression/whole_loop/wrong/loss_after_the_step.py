# expects: after the step
import torch
import torch.nn.functional as F


def fit(model, x, y, steps, learning_rate):
    optimizer = torch.optim.SGD(
        model.parameters(), lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(F.mse_loss(model(x), y).item())
    return losses
