# expects: plain momentum
import torch


def descend(gradient_of, start, rate, beta, steps):
    p, v = start.clone(), torch.zeros_like(start)
    path = [p]
    for _ in range(steps):
        v = beta * v + gradient_of(p)
        p = p - rate * v
        path.append(p)
    return torch.stack(path)
