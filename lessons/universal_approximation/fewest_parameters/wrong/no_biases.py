# expects: only the weights
def fewest(inputs, outputs, pairs):
    return max(1, -(-pairs * outputs // (inputs + outputs)))
