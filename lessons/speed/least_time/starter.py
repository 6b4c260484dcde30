def least_time(
    m: int, k: int, n: int, flops: float, bandwidth: float
) -> tuple[float, str]:
    """Seconds of (m, k) @ (k, n), and what holds it up.

    flops: operations a second; bandwidth: bytes a second
    """
    operations = ...
    moved = ...  # bytes
    seconds = ...
    held_up_by = ...
    return seconds, held_up_by
