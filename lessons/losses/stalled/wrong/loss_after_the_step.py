# expects: the loss after the step
# fails: begins with the cross-entropy of the model's scores
import torch
import torch.nn.functional as F


def train(model, x, labels, steps, learning_rate):
    sgd = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(steps):
        sgd.zero_grad()
        F.cross_entropy(model(x), labels).backward()
        sgd.step()
        losses.append(F.cross_entropy(model(x), labels).item())
    return losses


def shares(model, x):
    with torch.no_grad():
        return torch.softmax(model(x), dim=1)
