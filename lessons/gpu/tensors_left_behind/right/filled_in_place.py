from torch import nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        self.register_buffer(name="mean", tensor=mean)
        self.register_buffer(name="std", tensor=std)
        self.layer = nn.Linear(
            in_features=len(mean) + 1, out_features=classes
        )

    def forward(self, x):
        n, d = x.shape
        rows = x.new_empty(n, d + 1)
        rows[:, :d] = (x - self.mean) / self.std
        rows[:, d] = 1
        return self.layer(rows)
