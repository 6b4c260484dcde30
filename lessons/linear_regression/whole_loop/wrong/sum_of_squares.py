# expects: the sum of the squares
import torch
import torch.nn.functional as F


def fit(model, x, y, steps, learning_rate):
    optimizer = torch.optim.SGD(
        model.parameters(), lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        loss = ((model(x) - y) ** 2).sum()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
