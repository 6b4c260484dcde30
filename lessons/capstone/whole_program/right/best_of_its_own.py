# Early stopping: the weights that were best on images held out of the given ones, put back at the end.
from copy import deepcopy

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Unflatten(1, (1, 8)),
            nn.Conv2d(1, 16, 3, padding="same"), nn.BatchNorm2d(16), nn.GELU(), nn.AvgPool2d(2),
            nn.Conv2d(16, 32, 3, padding="same"), nn.BatchNorm2d(32), nn.GELU(), nn.Flatten(), nn.Linear(512, 10),
        )  # fmt: skip

    def forward(self, x):
        return self.net(
            x.type(torch.get_default_dtype()).mul(1 / 16)
        )


def train(images, labels, look):
    order = torch.randperm(len(images))
    mine, others = order[100:], order[:100]
    model, best, state = Net(), -1.0, None
    adam = torch.optim.NAdam(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.StepLR(adam, 2, gamma=0.4)
    for _ in range(5):
        model.train()
        for batch in mine[torch.randperm(len(mine))].split(96):
            loss = F.cross_entropy(
                model(images[batch]), labels[batch]
            )
            adam.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            adam.step()
        schedule.step()
        model.eval()
        with torch.inference_mode():
            right = (
                (
                    model(images[others]).argmax(1)
                    == labels[others]
                )
                .float()
                .mean()
                .item()
            )
        if right >= best:
            best, state = right, deepcopy(model.state_dict())
    model.load_state_dict(state)
    return model
