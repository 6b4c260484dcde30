# expects: memory holds it up
# fails: holds on any machine, for any lengths
def least_time(m, k, n, flops, bandwidth):
    a = 2 * m * n * k / flops
    b = 4 * (m * k + k * n + m * n) / bandwidth
    return max(
        a, b
    ), "memory" if n == 1 or m == 1 or b > a else "arithmetic"
