# expects: three units
def xor(a=0, b=1):
    return a != b
