# %% tags=["hidden"]
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

block = nn.Sequential(nn.Linear(8, 32), nn.ReLU())
x, y = torch.rand(100, 8), torch.arange(100) % 3

# %% the GPU that is there, else the CPU
device: torch.device | None = torch.device("cpu")
if torch.accelerator.is_available():
    device = torch.accelerator.current_accelerator()

# %% first move, then make the optimizer
model = nn.Linear(8, 3).to(device)
optimizer = torch.optim.Adam(model.parameters())
inputs, targets = x.to(device), y.to(device)

# %% 16 bits where they are safe, around model and loss
with torch.autocast(device.type, dtype=torch.bfloat16):
    loss = F.cross_entropy(model(inputs), targets)
loss.backward()

# %% a large batch in pieces
optimizer.zero_grad()
for rows in torch.arange(len(inputs)).split(32):
    loss = F.cross_entropy(model(inputs[rows]), targets[rows])
    (loss * len(rows) / len(inputs)).backward()
optimizer.step()

# %% compute again instead of keeping
h = checkpoint(block, x, use_reentrant=False)
