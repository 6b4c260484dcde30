import torch


def walk(gradient_of, p, v, rate, beta, steps):
    yield p
    if steps:
        g = gradient_of(p)
        v = beta * v + g
        p = p - rate * g - rate * beta * v
        yield from walk(gradient_of, p, v, rate, beta, steps - 1)


def descend(gradient_of, start, rate, beta, steps):
    still = torch.zeros_like(start)
    points = walk(gradient_of, start, still, rate, beta, steps)
    return torch.stack(list(points))
