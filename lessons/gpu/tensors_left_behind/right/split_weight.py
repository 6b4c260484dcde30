from torch import nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        for name, value in (("mean", mean), ("std", std)):
            self.register_buffer(name, value)
        self.layer = nn.Linear(len(mean) + 1, classes)

    def forward(self, x):
        scaled = (x - self.mean) / self.std
        w = self.layer.weight
        return nn.functional.linear(
            scaled, w[:, :-1], self.layer.bias + w[:, -1]
        )
