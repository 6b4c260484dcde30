# expects: every two widths
def count_parameters(widths):
    return sum(
        n * m + m
        for i, n in enumerate(widths)
        for m in widths[i + 1 :]
    )
