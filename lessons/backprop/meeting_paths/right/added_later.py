import torch


def slopes(x):
    a = torch.pow(x, 2)
    b = torch.sin(a)
    f = torch.tanh(a * b)
    to_c = 1 - f * f
    to_b = to_c * a
    to_a = to_c * b
    to_a += to_b * a.cos()
    to_x = torch.zeros_like(x)
    to_x += to_a * x
    to_x += to_a * x
    return [to_c, to_b, to_a, to_x]
