import torch
import torch.nn.functional as F


def gradient_of(model, x, y, most):
    model.zero_grad()
    n = len(x)
    for a, b in zip(x.split(most), y.split(most)):
        (
            F.cross_entropy(model(a), b, reduction="sum") / n
        ).backward()
    with torch.no_grad():
        return (
            sum(
                F.cross_entropy(model(a), b, reduction="sum")
                for a, b in zip(x.split(most), y.split(most))
            )
            / n
        )
