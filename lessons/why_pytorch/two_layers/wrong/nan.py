# expects: nan in it is not a number
def xor():
    return (1, 1, -0.5), (1, 1, float("nan")), (1, -1, -0.5)
