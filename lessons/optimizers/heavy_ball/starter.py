from torch import Tensor


def step(
    p: Tensor,
    gradient: Tensor,
    velocity: Tensor,
    rate: float,
    beta: float,
) -> tuple[Tensor, Tensor]:
    """One step with momentum: the new p and the new velocity.

    p, gradient, velocity: one shape
    """
    raise NotImplementedError
