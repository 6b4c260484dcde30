# expects: it should be
def step(x, rate):
    return x - rate * x
