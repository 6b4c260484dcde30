# expects: a smaller width is enough
def fewest(inputs, outputs, pairs):
    return pairs
