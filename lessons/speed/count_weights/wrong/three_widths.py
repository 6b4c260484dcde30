# expects: first two layers
def count_parameters(widths):
    if len(widths) == 2:
        n, m = widths
        return n * m + m
    inputs, hidden, outputs = widths[:3]
    first = inputs * hidden + hidden
    return first + hidden * outputs + outputs
