# %% tags=["hidden"]
import torch

w = torch.zeros(2, requires_grad=True)


def loss_of(w):
    return (w * torch.tensor([3.0, 1.0]) - 1).square().sum()


loss_of(w).backward()

# %% the rate belongs to the optimizer
optimizer = torch.optim.SGD([w], lr=0.01)

# %% the rate above which a quadratic loss diverges: 2 / λmax
hessian = torch.func.hessian(loss_of)(w.detach())
limit = 2 / torch.linalg.eigvalsh(hessian)[-1]

# %% warm-up: a factor for each step, from 0.1 to 1
schedule = torch.optim.lr_scheduler.LambdaLR(
    optimizer, lambda step: min(1.0, (step + 1) / 10)
)

# %% first the step, then the schedule's
optimizer.step()
schedule.step()

# %% the rate that is in force now
optimizer.param_groups[0]["lr"]
