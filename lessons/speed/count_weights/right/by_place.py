def count_parameters(widths):
    count = 0
    for k in range(1, len(widths)):
        count += (widths[k - 1] + 1) * widths[k]
    return count
