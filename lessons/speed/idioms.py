# %% tags=["hidden"]
import torch
from torch.utils import benchmark

x, y = torch.rand(1000), torch.rand(1000)
device = torch.device("cpu")

# %% one call in place of a loop over numbers
total = (x * y).sum()

# %% the median time of many runs, warmed up and waited for
timer = benchmark.Timer("x * y", globals={"x": x, "y": y})
timer.blocked_autorange(min_run_time=0.01).median

# %% wait until the device has done all that it was given
if x.device.type != "cpu":
    torch.accelerator.synchronize(x.device)

# %% there and back; on the same device nothing is copied
x = x.to(device)
x = x.cpu()

# %% made where the input is, in the input's own dtype
ones = torch.ones(3, device=x.device, dtype=x.dtype)
