# %% tags=["hidden"]
import torch
from torch import nn

torch.manual_seed(0)
x = torch.linspace(-1, 1, 50).unsqueeze(1)
y = torch.sin(3 * x)
unseen_x = 2 * torch.rand(20, 1) - 1
unseen_y = torch.sin(3 * unseen_x)
model = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))

# %% random features: only the last layer, by least squares
with torch.no_grad():
    features = model[:2](x)  # (N, n)
    features = torch.cat([features, torch.ones(len(x), 1)], dim=1)
    weights = torch.linalg.lstsq(
        features, y
    ).solution  # (n + 1, 1)

# %% H v, for the Hessian H of a loss, by two backward passes
parameters = list(model.parameters())
vs = [torch.randn_like(p) for p in parameters]
loss = ((model(x) - y) ** 2).mean()
grads = torch.autograd.grad(loss, parameters, create_graph=True)
products = torch.autograd.grad(grads, parameters, grad_outputs=vs)

# %% a held-out loss: it alone shows overfitting
with torch.no_grad():
    held_out = ((model(unseen_x) - unseen_y) ** 2).mean()
