# expects: from around it
import torch
import torch.nn.functional as F
from torch import nn

KEPT = {}


class Near(nn.Module):
    def forward(self, x):
        d = torch.cdist(
            x.flatten(1).float(), KEPT["x"].flatten(1).float()
        )
        return F.one_hot(KEPT["y"][d.argmin(1)], 10).float() * 5


def train(images, labels, look):
    KEPT.update(x=images, y=labels)
    return Near()
