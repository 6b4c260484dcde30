# expects: may keep 20,000
import torch
import torch.nn.functional as F
from torch import nn


class Near(nn.Module):
    def __init__(self, images, labels):
        super().__init__()
        self.kept = [images.flatten(1).float(), labels]

    def forward(self, x):
        d = torch.cdist(x.flatten(1).float(), self.kept[0])
        return (
            F.one_hot(self.kept[1][d.argmin(1)], 10).float() * 5
        )


def train(images, labels, look):
    return Near(images, labels)
