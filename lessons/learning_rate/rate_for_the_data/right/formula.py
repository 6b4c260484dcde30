import torch
import torch.nn.functional as F


def train(x, y, steps):
    A = torch.cat([x, torch.ones_like(x)], dim=1)
    curvatures = torch.linalg.eigvalsh(2 * A.T @ A / len(x))
    learning_rate = 1.9 / curvatures.max().item()
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    sgd = torch.optim.SGD([w, b], lr=learning_rate)
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(torch.inner(x, w) + b, y)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return w, b, losses
