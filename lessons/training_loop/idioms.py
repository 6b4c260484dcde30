# %% tags=["hidden"]
from copy import deepcopy

import torch
import torch.nn.functional as F
from torch import nn

x, y = torch.rand(100, 8), torch.arange(100) % 3
model = nn.Linear(8, 3)
optimizer = torch.optim.Adam(model.parameters())

# %% one epoch, in a new order
model.train()
for batch in torch.randperm(len(x)).split(64):
    loss = F.cross_entropy(model(x[batch]), y[batch])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

# %% a look at a whole part
model.eval()
with torch.no_grad():
    answers = model(x).argmax(dim=1)
accuracy = (answers == y).float().mean().item()

# %% the best so far, as a copy
best = deepcopy(model.state_dict())

# %% all that a run needs to go on
state = {
    "model": model.state_dict(),
    "optimizer": optimizer.state_dict(),
    "random": torch.get_rng_state(),
    "epoch": 3,
}

# %% a confusion matrix: row true, column answered
counts = torch.zeros(3, 3, dtype=torch.long)
counts.index_put_((y, answers), torch.tensor(1), accumulate=True)
