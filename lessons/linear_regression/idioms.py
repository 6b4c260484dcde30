# %% tags=["hidden"]
import torch
from torch import nn

x = torch.linspace(0, 1, 20)[:, None]  # (20, 1)
y = 3 * x + 1
model = nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


# %% a module of one's own lists what it keeps as Parameter
class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1))


# %% the mean squared error, in one line
loss = ((model(x) - y) ** 2).mean()  # both (20, 1)

# %% clear, compute, step: how each round of training ends
optimizer.zero_grad()
loss.backward()
optimizer.step()

# %% the line with the least squared error, without a loop
A = torch.cat([x, torch.ones_like(x)], dim=1)
w_and_b = torch.linalg.lstsq(A, y).solution
