import torch


def descend(gradient_of, start, rate, beta, steps):
    path = torch.empty(steps + 1, *start.shape, dtype=start.dtype)
    path[0] = start
    v = torch.zeros_like(start)
    for k in range(steps):
        g = gradient_of(path[k])
        v.mul_(beta).add_(g)
        path[k + 1] = path[k] - rate * g.add(v, alpha=beta)
    return path
