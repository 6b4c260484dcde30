import torch


def train(model, x, labels, steps, learning_rate):
    optimizer = torch.optim.SGD(
        model.parameters(), lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        z = model(x)
        true = z[torch.arange(len(z)), labels]
        loss = (torch.logsumexp(z, dim=1) - true).mean()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def shares(model, x):
    with torch.no_grad():
        return torch.softmax(model(x), dim=1)
