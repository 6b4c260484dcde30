# expects: 4 steps join 5 points
import torch


def descend(gradient_of, start, rate, beta, steps):
    p, v = start.clone(), torch.zeros_like(start)
    path = []
    for _ in range(steps):
        g = gradient_of(p)
        v = beta * v + g
        p = p - rate * (g + beta * v)
        path.append(p)
    return torch.stack(path)
