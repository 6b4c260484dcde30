# expects: your code changed x
# expects: finds other numbers
def descend(x, rate):
    x -= rate * 2 * x
    return x
