def descend(x, rate):
    return (1 - 2 * rate) * x
