from torch import nn


class Reader(nn.Sequential):
    def __init__(self, width, p):
        super().__init__(
            nn.Linear(64, width),
            nn.LayerNorm(width),
            nn.ReLU(),
            nn.Dropout(p),
            nn.Linear(width, 10),
        )
