# expects: a smaller width is enough
def fewest(inputs, outputs, pairs):
    return (pairs - 1) * outputs // (inputs + outputs + 1) + 1
