# %% tags=["hidden"]
import torch

# %% a leaf: what is done with it from here on is recorded
w = torch.tensor(3.0, requires_grad=True)

# %% the operation that made a result; None for a leaf
loss = (w - 1) ** 2
loss.grad_fn, w.is_leaf

# %% one step back in the graph
loss.grad_fn.next_functions

# %% the same numbers without their past
fixed = loss.detach()

# %% a number for Python, to print or keep; not recorded
loss.item()
