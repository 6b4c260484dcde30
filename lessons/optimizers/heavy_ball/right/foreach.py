import torch


def step(p, gradient, velocity, rate, beta):
    v = torch._foreach_mul([velocity], beta)
    torch._foreach_add_(v, [gradient])
    return torch._foreach_add([p], v, alpha=-rate)[0], v[0]
