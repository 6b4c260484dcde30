from torch import Tensor


def step(
    p: Tensor,
    gradient: Tensor,
    m: Tensor,
    v: Tensor,
    t: int,
    rate: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Tensor, Tensor, Tensor]:
    """One step of Adam: the new p, m and v."""
    new_m = beta1 * m + (1 - beta1) * gradient
    new_v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = new_m / (1 - beta1**t)  # it began at zero
    v_hat = new_v / (1 - beta2**t)
    new_p = p - rate * m_hat / (v_hat.sqrt() + eps)
    return new_p, new_m, new_v
