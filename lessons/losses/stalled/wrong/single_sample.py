# expects: shares
# fails: still gives probabilities for each sample
import torch
import torch.nn.functional as F


def train(model, x, labels, steps, learning_rate):
    sgd = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return losses


def shares(model, x):
    with torch.no_grad():
        return torch.softmax(model(x).squeeze(), dim=-1)
