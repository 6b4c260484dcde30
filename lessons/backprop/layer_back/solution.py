import torch
from torch import Tensor


def layer_backward(
    x: Tensor, W: Tensor, b: Tensor, G: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The gradients of x, W and b, for h = tanh(x Wᵀ + b).

    x (N, in), W (out, in), b (out,), G (N, out)
    """
    h = torch.tanh(x @ W.T + b)  # (N, out)
    s = G * (1 - h**2)  # (N, out)
    return s @ W, s.T @ x, s.sum(dim=0)
