# fails: goes backward, and does not nudge
# expects: Differences
import torch


def jacobian(f, x):
    h = 4e-3
    columns = [
        (f(x + step) - f(x - step)) / (2 * h)
        for step in h * torch.eye(len(x))
    ]
    return torch.stack(columns, dim=1)
