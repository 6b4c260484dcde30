# expects: The new v
# fails: returns v, a running mean of the gradient's square
import torch


def step(
    p, gradient, m, v, t, rate, beta1=0.9, beta2=0.999, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * gradient
    v = torch.maximum(v, beta2 * v + (1 - beta2) * gradient**2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return p - rate * m_hat / (v_hat.sqrt() + eps), m, v
