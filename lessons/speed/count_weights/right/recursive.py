def count_parameters(widths):
    if len(widths) < 2:
        return 0
    n, m, *rest = widths
    return n * m + m + count_parameters([m, *rest])
