# expects: should output 0
# expects: a = 1, b = 1
def xor():
    return (1, 1, -0.5), (1, 1, -1.5), (1, 1, -0.5)
