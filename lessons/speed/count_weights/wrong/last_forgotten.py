# expects: last layer
def count_parameters(widths):
    total = 0
    for k in range(len(widths) - 2):
        n, m = widths[k], widths[k + 1]
        total += n * m + m
    return total
