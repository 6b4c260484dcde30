# expects: up to 0.1 off
# fails: outputs xor for inputs that are a little off
def xor():
    return (1, 1, -0.19), (1, 1, -1.5), (1, -1, -0.5)
