# expects: left out

import torch


def step(
    p, gradient, m, v, t, rate, beta1=0.9, beta2=0.999, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return (
        p
        - rate
        * (m / (1 - beta1**t))
        / torch.sqrt(v / (1 - beta2**t)),
        m,
        v,
    )
