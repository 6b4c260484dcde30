# expects: 1,000 times
def least_time(m, k, n, flops, bandwidth):
    computing = 2e3 * m * k * n / flops
    moving = 4e3 * (m * k + k * n + m * n) / bandwidth
    held = "memory" if moving > computing else "arithmetic"
    return max(computing, moving), held
