def fewest(inputs, outputs, pairs):
    numbers = pairs * outputs
    return max(
        -((outputs - numbers) // (inputs + outputs + 1)), 1
    )
