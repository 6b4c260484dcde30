import torch
import torch.nn.functional as F


def fit(model, x, y, steps, learning_rate):
    optimizer = torch.optim.SGD(
        model.parameters(), lr=learning_rate
    )
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), y)
        loss.backward()
        return loss

    for _ in range(steps):
        losses.append(optimizer.step(closure).item())
    return losses
