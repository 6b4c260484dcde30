def step(x, rate):
    """The next x."""
    return x - rate * 2 * x
