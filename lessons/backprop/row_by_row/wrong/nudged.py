# expects: near, as a nudge
import torch


def jacobian(f, x):
    columns = []
    for step in 0.01 * torch.eye(len(x)):
        columns.append((f(x + step) - f(x)) / 0.01)
    return torch.stack(columns, dim=1)
