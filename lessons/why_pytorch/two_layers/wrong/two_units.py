# expects: three units
def xor():
    return (1, 1, -0.5), (1, 1, -1.5)
