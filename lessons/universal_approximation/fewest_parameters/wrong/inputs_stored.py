# expects: store the inputs
# expects: given when the network is asked
# fails: stores every target
def fewest(inputs, outputs, pairs):
    if outputs == 1:
        return max(1, -(-(pairs - 1) // (inputs + 2)))
    numbers = pairs * (inputs + outputs)
    return max(
        1, -(-(numbers - outputs) // (inputs + outputs + 1))
    )
