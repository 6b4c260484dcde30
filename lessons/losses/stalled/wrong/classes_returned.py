# expects: the number of the class
import torch
import torch.nn.functional as F


def train(model, x, labels, steps, learning_rate):
    optimizer = torch.optim.SGD(
        model.parameters(), lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def shares(model, x):
    with torch.no_grad():
        return model(x).argmax(dim=1)
