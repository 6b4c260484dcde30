# %% tags=["hidden"]
import torch

photos = torch.rand(8, 28, 28, 3)
a, b = torch.rand(4, 3), torch.rand(5, 3)

# %% what to ask of a tensor first
photos.shape, photos.dtype, photos.device

# %% dimensions in another order: a view, nothing is copied
channels_first = photos.permute(0, 3, 1, 2)

# %% each row around 0: keepdim lets the means meet their rows
centered = a - a.mean(dim=1, keepdim=True)

# %% each row of a with each row of b, without a loop
differences = a[:, None, :] - b[None, :, :]  # (4, 5, 3)

# %% memory of its own, to write in
own = a.clone()
own[0] = 0
