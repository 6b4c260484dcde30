# expects: at least one unit
# fails: has at least one unit
def fewest(inputs, outputs, pairs):
    return -(-(pairs - 1) * outputs // (inputs + outputs + 1))
