def fewest(inputs: int, outputs: int, pairs: int) -> int:
    """The smallest width that can store so many pairs."""
    each = inputs + 1 + outputs  # parameters for one hidden unit
    wanted = pairs * outputs - outputs  # less the last biases
    return max(1, (wanted + each - 1) // each)  # rounded up
