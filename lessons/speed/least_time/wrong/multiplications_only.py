# expects: additions
def least_time(m, k, n, flops, bandwidth):
    computing = m * k * n / flops
    moving = 4 * (m * k + k * n + m * n) / bandwidth
    held = "memory" if moving > computing else "arithmetic"
    return max(computing, moving), held
