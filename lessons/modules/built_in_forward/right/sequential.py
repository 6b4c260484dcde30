from torch import nn


class Reader(nn.Module):
    def __init__(self, width, p):
        super().__init__()
        self.way = nn.Sequential(
            nn.Linear(64, width),
            nn.LayerNorm(width),
            nn.ReLU(),
            nn.Dropout(p),
            nn.Linear(width, 10),
        )

    def forward(self, x):
        return self.way(x)
