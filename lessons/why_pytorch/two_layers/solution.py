Unit = tuple[float, float, float]
"""Two weights and a bias."""


def xor() -> tuple[Unit, Unit, Unit]:
    """The first hidden unit, the second, and the output."""
    first = (1.0, 1.0, -0.5)  # a or b
    second = (1.0, 1.0, -1.5)  # a and b
    output = (1.0, -1.0, -0.5)  # the first, but not the second
    return first, second, output
