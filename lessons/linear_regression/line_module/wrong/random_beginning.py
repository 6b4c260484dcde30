# expects: begin at zero
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.layer = nn.Linear(d, 1)

    def forward(self, x):
        return self.layer(x)
