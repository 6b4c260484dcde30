# expects: the loss grew
def step(x, rate):
    return x + rate * 2 * x
