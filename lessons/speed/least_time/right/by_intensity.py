def least_time(m, k, n, flops, bandwidth):
    work = m * n * (k + k)
    size = 4 * m * k + 4 * k * n + 4 * m * n
    if work / size < flops / bandwidth:
        return size / bandwidth, "memory"
    return work / flops, "arithmetic"
