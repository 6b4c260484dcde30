# expects: holds it up
# expects: longer
def least_time(m, k, n, flops, bandwidth):
    computing = 2 * m * k * n / flops
    moving = 4 * (m * k + k * n + m * n) / bandwidth
    held = "arithmetic" if moving > computing else "memory"
    return max(computing, moving), held
