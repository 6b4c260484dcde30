# expects: k − 1 additions
def least_time(m, k, n, flops, bandwidth):
    a = m * n * (2 * k - 1) / flops
    b = 4 * (m * k + k * n + m * n) / bandwidth
    return max(a, b), "memory" if b > a else "arithmetic"
