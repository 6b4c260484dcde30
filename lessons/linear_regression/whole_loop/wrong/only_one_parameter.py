# expects: bias never moved
# expects: which parameters the optimizer was given
import torch
import torch.nn.functional as F


def fit(model, x, y, steps, learning_rate):
    optimizer = torch.optim.SGD(
        list(model.parameters())[:1], lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
