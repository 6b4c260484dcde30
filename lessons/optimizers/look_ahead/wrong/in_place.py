# expects: many times
import torch


def descend(gradient_of, start, rate, beta, steps):
    p, v = start.clone(), torch.zeros_like(start)
    path = [p]
    for _ in range(steps):
        g = gradient_of(p)
        v = beta * v + g
        p -= rate * (g + beta * v)
        path.append(p)
    return torch.stack(path)
