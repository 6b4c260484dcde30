def least_time(
    m: int, k: int, n: int, flops: float, bandwidth: float
) -> tuple[float, str]:
    """Seconds of (m, k) @ (k, n), and what holds it up.

    flops: operations a second; bandwidth: bytes a second
    """
    operations = 2 * m * k * n
    moved = 4 * (m * k + k * n + m * n)  # bytes
    computing = operations / flops
    moving = moved / bandwidth
    held_up_by = "memory" if moving > computing else "arithmetic"
    return max(computing, moving), held_up_by
