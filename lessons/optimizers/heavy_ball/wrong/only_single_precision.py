# expects: torch.float64
# fails: does so for tensors of every shape and dtype, and for β from 0 on
import torch


def step(p, gradient, velocity, rate, beta):
    v = torch.as_tensor(
        beta * velocity + gradient, dtype=torch.float32
    )
    return (p - rate * v).float(), v
