# expects: up to 0.1 off
def xor():
    return (1, 1, -0.05), (1, 1, -1.5), (1, -1, -0.5)
