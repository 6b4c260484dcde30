# expects: after the point
def least_time(m, k, n, flops, bandwidth):
    a = 2 * m * n * k // flops
    b = 4 * (m * k + k * n + m * n) // bandwidth
    return max(a, b), "memory" if b > a else "arithmetic"
