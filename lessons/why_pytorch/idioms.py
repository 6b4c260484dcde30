# %% tags=["hidden"]
import torch
from torch import nn
from torch.nn import functional as F

x, y = torch.rand(8, 2), torch.rand(8, 1)

# %% two layers, with an activation between them
model = nn.Sequential(
    nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1)
)

# %% one number that says how wrong the model is
loss = F.mse_loss(model(x), y)

# %% the slope of the loss in each parameter, all at once
loss.backward()
model[0].weight.grad

# %% one step downhill, and the gradients cleared for the next
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
optimizer.step()
optimizer.zero_grad()
