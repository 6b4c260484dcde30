# expects: the word first
def least_time(m, k, n, flops, bandwidth):
    a = 2 * m * n * k / flops
    b = 4 * (m * k + k * n + m * n) / bandwidth
    return "memory" if b > a else "arithmetic", max(a, b)
