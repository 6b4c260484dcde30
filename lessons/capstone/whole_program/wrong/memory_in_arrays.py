# expects: arrays
import torch
import torch.nn.functional as F
from torch import nn


class Near(nn.Module):
    def __init__(self, images, labels):
        super().__init__()
        self.a, self.b = images.numpy(), labels.numpy()

    def forward(self, x):
        d = torch.cdist(
            x.flatten(1).float(),
            torch.from_numpy(self.a).flatten(1).float(),
        )
        return (
            F.one_hot(
                torch.from_numpy(self.b)[d.argmin(1)], 10
            ).float()
            * 5
        )


def train(images, labels, look):
    return Near(images, labels)
