# expects: three numbers
def xor():
    return (1, 1), (1, -1), (1, 1)
