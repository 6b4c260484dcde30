# expects: the mean of two times
def least_time(m, k, n, flops, bandwidth):
    a = 2 * m * n * k / flops
    b = 4 * (m * k + k * n + m * n) / bandwidth
    return (a + b) / 2, "memory" if b > a else "arithmetic"
