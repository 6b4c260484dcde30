# %% tags=["hidden"]
import torch
from torch import nn

model = nn.Linear(2, 1)
model(torch.rand(4, 2)).sum().backward()

# %% momentum: a velocity that keeps a part of the one before
sgd = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)

# %% groups: weights decay, biases do not
groups = [
    {"params": [model.weight], "weight_decay": 0.01},
    {"params": [model.bias], "weight_decay": 0.0},
]
optimizer = torch.optim.AdamW(groups, lr=0.001)

# %% a schedule for any of them
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
    optimizer, T_max=100
)

# %% what a run needs to go on as if it had never stopped
state = {
    "model": model.state_dict(),
    "optimizer": optimizer.state_dict(),
}
