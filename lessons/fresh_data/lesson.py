# /// lesson
# title = "A line through fresh data"
# minutes = 8
# summary = "A line through data that nobody has seen. The rate is yours; the program says whether it was a good one."
# goals = ["choose a rate for data you do not know", "compare it with 2/λmax, the limit that the Hessian sets"]
# needs = [
#     "gradient descent", "training loop", "mean squared error", "least squares", "learning rate", "divergence",
#     "Hessian", "curvature",
# ]
# ///
# %% [markdown]
"""
# The end of part 3

The laboratory again, but the data are new. How far x reaches, how steep
the line is and how loud the noise, a seed decides. Turn `data set` to a
number of your own: its points are then seen by you first.

Choose a learning rate for them, and guess before you run. The run has
converged if its loss ends within a hundredth of the lowest loss that any
line has on these points.

The program compares your rate with 2/λmax. Then use that: with how few
steps can you get there?
"""

# %% The imports tags=["hidden"]
import torch
import torch.nn.functional as F

from tutor import live

# %% Data that nobody has seen
data_set = live.slider("data_set", 1, low=1, high=999, whole=True)
torch.manual_seed(data_set.value)
far = 2 + 4 * torch.rand(1).double()  # how far x reaches
slope, shift = 6 * torch.rand(2).double() - 3
x = far * torch.rand(160, 1).double()  # (160, 1)
y = slope * x + shift + 0.5 * torch.randn(160, 1).double()
(x, unseen_x), (y, unseen_y) = x.split(120), y.split(120)

A = torch.cat([x, torch.ones_like(x)], dim=1)  # (120, 2)
best = torch.linalg.lstsq(A, y).solution  # (2, 1)
lowest = F.mse_loss(A @ best, y)
live.fit_line(x, y)

# %% Your rate, and the run
learning_rate = live.slider(
    "learning_rate", 0.05, low=0.001, high=1.0, scale="log"
)
rate = learning_rate.value  # one rate for the whole run
w = torch.zeros(1, dtype=x.dtype, requires_grad=True)
b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
sgd = torch.optim.SGD([w, b], lr=rate)
losses = []
live.fit_line(x, y, best=(best[0], best[1]))
for _ in live.steps(300):
    loss = F.mse_loss(w * x + b, y)
    sgd.zero_grad()
    loss.backward()
    gradients = {"grad_w": w.grad, "grad_b": b.grad}
    live.report(loss=loss, w=w, b=b, **gradients)
    sgd.step()
    losses.append(loss.item())
# %% How near the limit?
hessian = 2 * A.T @ A / len(x)
eigenvalues = torch.linalg.eigvalsh(hessian)
live.curvature(eigenvalues)
share = rate * eigenvalues.max().item() / 2
print(f"rate {rate:.4g}, {share:.0%} of 2/λmax")

# %% Converged?
near = [loss <= 1.01 * lowest for loss in losses]  # nan is not
late = [step for step, is_near in enumerate(near) if not is_near]
first = late[-1] + 1 if late else 0  # near from here to the end

print(f"loss {losses[-1]:.4f}, lowest {lowest:.4f}")
if first < len(losses):
    with torch.no_grad():
        unseen = F.mse_loss(w * unseen_x + b, unseen_y)
    print(f"loss {unseen:.4f} on 40 points kept out of training")
    live.reached(f"{first} steps at {share:.0%} of 2/λmax")
elif share >= 1:
    print("Not converged. Above 2/λmax, more steps do not help.")
else:
    print("Not converged in 300 steps, though below 2/λmax.")
