# expects: do not fit
# verdict: error
import torch
from torch import Tensor, nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.register_buffer(
            "ones", torch.ones(8, 1), persistent=False
        )
        self.layer = nn.Linear(len(mean) + 1, classes)

    def forward(self, x):
        scaled = (x - self.mean) / self.std
        return self.layer(
            torch.cat(
                [scaled, self.get_buffer("ones")[: len(x)]], dim=1
            )
        )
