def step(x, rate):
    return x * (1 - 2 * rate)
