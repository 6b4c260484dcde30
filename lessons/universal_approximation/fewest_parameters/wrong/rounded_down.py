# expects: fewer
def fewest(inputs, outputs, pairs):
    return max(1, (pairs - 1) * outputs // (inputs + outputs + 1))
