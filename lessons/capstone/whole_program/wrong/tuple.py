# expects: a tuple
import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self, c=16):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(1, c, 3, padding=1), nn.BatchNorm2d(c), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(c, 2 * c, 3, padding=1), nn.BatchNorm2d(2 * c), nn.ReLU(), nn.Flatten(), nn.Linear(32 * c, 10),
        )  # fmt: skip

    def forward(self, x):
        return self.net(x.float().unsqueeze(1) / 16)


def train(images, labels, look):
    model = Net(8)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(1):
        for batch in torch.randperm(len(images)).split(96):
            loss = F.cross_entropy(
                model(images[batch]), labels[batch]
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model, loss.item()
