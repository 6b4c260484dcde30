import torch
import torch.nn.functional as F
from torch import nn

SHARE = 0.2  # of the seconds that there are


class Net(nn.Sequential):
    def forward(self, images):
        return super().forward(images.float().unsqueeze(1) / 16)


def train(images, labels, look):
    model = Net(
        nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.Flatten(), nn.Linear(512, 10),
    )  # fmt: skip
    adam = torch.optim.AdamW(model.parameters(), lr=0.01)
    whole = look(model)
    left = whole
    while left > whole * (1 - SHARE):
        done = (1 - left / whole) / SHARE
        for group in adam.param_groups:
            group["lr"] = 0.01 * max(0.02, 1 - done)
        for batch in torch.randperm(len(images)).split(96)[:5]:
            loss = F.cross_entropy(
                model(images[batch]), labels[batch]
            )
            adam.zero_grad()
            loss.backward()
            adam.step()
        left = look(model)
    return model
