# expects: as for float64
def least_time(m, k, n, flops, bandwidth):
    a = 2 * m * n * k / flops
    b = 8 * (m * k + k * n + m * n) / bandwidth
    return max(a, b), "memory" if b > a else "arithmetic"
