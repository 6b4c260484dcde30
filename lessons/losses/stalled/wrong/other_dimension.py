# expects: went through a softmax
import torch
import torch.nn.functional as F


def train(model, x, labels, steps, learning_rate):
    optimizer = torch.optim.SGD(
        model.parameters(), lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        output = torch.softmax(model(x), dim=0)
        loss = F.cross_entropy(output, labels)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def shares(model, x):
    with torch.no_grad():
        return torch.softmax(model(x), dim=1)
