Unit = tuple[float, float, float]
"""Two weights and a bias."""


def xor() -> tuple[Unit, Unit, Unit]:
    """The first hidden unit, the second, and the output."""
    first = ...
    second = ...
    output = ...
    return first, second, output
