def count(inputs, outputs, width):
    return (inputs + 1) * width + (width + 1) * outputs


def fewest(inputs, outputs, pairs):
    low, high = 1, pairs + 1
    while low < high:
        middle = (low + high) // 2
        if count(inputs, outputs, middle) >= pairs * outputs:
            high = middle
        else:
            low = middle + 1
    return low
