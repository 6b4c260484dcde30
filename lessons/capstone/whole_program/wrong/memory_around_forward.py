# expects: from around it
import torch
import torch.nn.functional as F
from torch import nn


def train(images, labels, look):
    class Near(nn.Module):
        def forward(self, x):
            d = torch.cdist(
                x.flatten(1).float(), images.flatten(1).float()
            )
            return F.one_hot(labels[d.argmin(1)], 10).float() * 5

    return Near()
