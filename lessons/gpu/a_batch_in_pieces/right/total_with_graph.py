import torch.nn.functional as F


def gradient_of(model, x, y, most):
    model.zero_grad()
    total = 0
    for a, b in zip(x.split(most), y.split(most)):
        loss = F.cross_entropy(model(a), b) * (
            a.shape[0] / x.shape[0]
        )
        loss.backward()
        total += loss
    return total
