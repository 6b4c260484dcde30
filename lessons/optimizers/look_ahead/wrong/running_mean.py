# expects: 1 − β of the gradient
import torch


def descend(gradient_of, start, rate, beta, steps):
    p, v = start.clone(), torch.zeros_like(start)
    path = [p]
    for _ in range(steps):
        g = gradient_of(p)
        v = beta * v + (1 - beta) * g
        p = p - rate * (g + beta * v)
        path.append(p)
    return torch.stack(path)
