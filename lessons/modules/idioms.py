# %% tags=["hidden"]
import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
x = torch.rand(6, 4)


# %% what a module finds: layers in a ModuleList, a buffer
class Block(nn.Module):
    def __init__(self, n: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(n, n)])
        self.register_buffer("calls", torch.zeros(()))


# %% how many numbers it learns, and their bytes
numbers = sum(p.numel() for p in model.parameters())
size = sum(p.nbytes for p in model.parameters())

# %% measure: no dropout, running statistics, no gradients
model.eval()
with torch.no_grad():
    output = model(x)

# %% weights for ReLU layers, biases at zero
for p in model.parameters():
    if p.ndim >= 2:
        nn.init.kaiming_normal_(p)
    else:
        nn.init.zeros_(p)

# %% keep what a layer puts out, then take the hook off
seen = []
hook = model[1].register_forward_hook(
    lambda layer, inputs, output: seen.append(output.detach())
)
model(x)
hook.remove()
