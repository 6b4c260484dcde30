# expects: half as far
def descend(x, rate):
    return x - rate * x
