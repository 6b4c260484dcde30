# expects: your code changed widths
# fails: leaves what it is given as it was
def count_parameters(widths):
    total = 0
    n = widths.pop(0)
    while widths:
        m = widths.pop(0)
        total += n * m + m
        n = m
    return total
