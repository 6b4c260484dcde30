# expects: went up
# expects: sign
def descend(x, rate):
    return x + rate * 2 * x
