import torch
import torch.nn.functional as F


def gradient_of(model, x, y, most):
    model.zero_grad(set_to_none=False)
    total = []
    for inputs, targets in zip(x.split(most), y.split(most)):
        loss = F.cross_entropy(model(inputs), targets)
        loss.backward(torch.tensor(len(inputs) / len(x)))
        total.append(loss.detach() * len(inputs) / len(x))
    return torch.stack(total).sum()
