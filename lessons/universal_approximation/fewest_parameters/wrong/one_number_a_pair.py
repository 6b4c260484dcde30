# expects: one for each pair
def fewest(inputs, outputs, pairs):
    each = inputs + 1 + outputs
    return max(1, -(-(pairs - outputs) // each))
