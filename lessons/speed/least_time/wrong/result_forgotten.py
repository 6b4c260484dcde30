# expects: result is written
def least_time(m, k, n, flops, bandwidth):
    computing = 2 * m * k * n / flops
    moving = 4 * (m * k + k * n) / bandwidth
    held = "memory" if moving > computing else "arithmetic"
    return max(computing, moving), held
