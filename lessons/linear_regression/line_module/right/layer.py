from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.layer = nn.Linear(d, 1)
        nn.init.zeros_(self.layer.weight)
        nn.init.zeros_(self.layer.bias)

    def forward(self, x):
        return self.layer(x)
