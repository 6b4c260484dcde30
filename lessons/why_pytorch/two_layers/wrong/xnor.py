# expects: should output 0
def xor():
    return (1, 1, -0.5), (1, 1, -1.5), (-1, 1, 0.5)
