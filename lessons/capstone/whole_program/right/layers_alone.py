# A perceptron of three layers: batch normalization and dropout carry it over to other writers.
import torch
import torch.nn.functional as F
from torch import nn


class Perceptron(nn.Module):
    def __init__(self, width=96):
        super().__init__()
        self.first = nn.Sequential(
            nn.Linear(64, width),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.Dropout(0.3),
        )
        self.second = nn.Sequential(
            nn.Linear(width, width),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.Dropout(0.3),
        )
        self.last = nn.Linear(width, 10)

    def forward(self, images):
        return self.last(
            self.second(
                self.first(images.flatten(1).float() / 16)
            )
        )


def train(images, labels, look):
    model = Perceptron()
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=0.01, weight_decay=0.01
    )
    steps = 12 * (len(images) // 64 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, 0.01, total_steps=steps
    )
    for _ in range(12):
        for batch in torch.randperm(len(images)).split(64):
            loss = F.cross_entropy(
                model(images[batch]), labels[batch]
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        look(model)
    model.eval()
    return model
