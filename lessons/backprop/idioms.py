# %% tags=["hidden"]
import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
x = torch.rand(3)

# %% backward adds to .grad, so clear it first
w.grad = None
(w**2).sum().backward()
w.grad

# %% gradients as a result; no .grad is touched
(slope,) = torch.autograd.grad((w**2).sum(), [w])

# %% change a parameter without a record of it
with torch.no_grad():
    w -= 0.1 * slope

# %% every derivative of every result: the Jacobian
jacobian = torch.func.jacrev(torch.tanh)(x)  # (3, 3)

# %% is a formula for a gradient right? ask in float64
inputs = torch.rand(3, dtype=torch.float64, requires_grad=True)
torch.autograd.gradcheck(torch.tanh, inputs)
