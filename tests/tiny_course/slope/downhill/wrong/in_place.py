# expects: changed x
def step(x, rate):
    x -= rate * 2 * x
    return x
