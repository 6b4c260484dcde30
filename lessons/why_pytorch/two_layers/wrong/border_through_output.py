# expects: is not above zero
def xor():
    return (1, 1, -0.5), (1, 1, -1.5), (1, -1, -1)
