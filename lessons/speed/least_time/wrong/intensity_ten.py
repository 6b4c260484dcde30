# expects: holds it up
# fails: holds on any machine, for any lengths
def least_time(m, k, n, flops, bandwidth):
    a = 2 * m * n * k / flops
    moved = 4 * (m * k + k * n + m * n)
    return max(
        a, moved / bandwidth
    ), "memory" if 2 * m * n * k / moved < 10 else "arithmetic"
