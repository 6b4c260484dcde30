import torch
import torch.nn.functional as F


def train(model, x, labels, steps, learning_rate):
    optimizer = torch.optim.SGD(
        model.parameters(), lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        log_shares = torch.log_softmax(model(x), dim=1)
        loss = F.nll_loss(log_shares, labels)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def shares(model, x):
    with torch.no_grad():
        return torch.softmax(model(x), dim=1)
