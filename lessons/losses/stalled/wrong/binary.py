# expects: binary cross-entropy

import torch
import torch.nn.functional as F


def train(model, x, labels, steps, learning_rate):
    sgd = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(steps):
        s = model(x)
        loss = F.binary_cross_entropy_with_logits(
            s, F.one_hot(labels, s.shape[1]).float()
        )
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return losses


def shares(model, x):
    with torch.no_grad():
        return torch.softmax(model(x), 1)
