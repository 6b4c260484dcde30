# expects: an int
def fewest(inputs, outputs, pairs):
    return max(
        1, (pairs * outputs - outputs) / (inputs + outputs + 1)
    )
