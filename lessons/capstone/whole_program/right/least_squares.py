import torch
import torch.nn.functional as F
from torch import nn


class Features(nn.Module):
    """Fixed random convolutions, and a linear layer solved by least squares."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 96, 3, padding=1)
        self.out = nn.Linear(96 * 16, 10)

    def features(self, x):
        return F.max_pool2d(
            self.conv(x.float()[:, None] / 16).relu(), 2
        ).flatten(1)

    def forward(self, x):
        return self.out(self.features(x))


def train(images, labels, look):
    model = Features()
    with torch.no_grad():
        a = model.features(images)
        b = F.one_hot(labels, 10).float()
        k = a @ a.T + 10 * torch.eye(len(a))
        model.out.weight.copy_(
            (a.T @ torch.linalg.solve(k, b - b.mean(0))).T
        )
        model.out.bias.copy_(b.mean(0))
    look(model)
    return model
