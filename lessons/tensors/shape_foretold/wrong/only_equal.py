# expects: a length of 1 is stretched
def foretell(a, b):
    return a if a == b else None
