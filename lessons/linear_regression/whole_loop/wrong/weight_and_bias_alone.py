# expects: weight
# verdict: error
import torch
import torch.nn.functional as F


def fit(model, x, y, steps, learning_rate):
    optimizer = torch.optim.SGD(
        [model.weight, model.bias], lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
