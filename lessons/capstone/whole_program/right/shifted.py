import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(),
        )  # fmt: skip
        self.head = nn.Linear(512, 10)

    def forward(self, x):
        x = x.float() / 16
        if (
            self.training
        ):  # moved by a pixel, each batch its own way
            padded = F.pad(x, (1, 1, 1, 1))
            down, right = (
                int(torch.randint(0, 3, ())) for _ in range(2)
            )
            x = padded[:, down : down + 8, right : right + 8]
        return self.head(self.body(x[:, None]).flatten(1))


def train(images, labels, look):
    model = Net()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.LinearLR(
        optimizer, 1.0, 0.05, total_iters=8
    )
    for _ in range(8):
        model.train()
        for batch in torch.randperm(len(images)).split(128):
            loss = F.cross_entropy(
                model(images[batch]),
                labels[batch],
                label_smoothing=0.05,
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
        look(model)
    return model
