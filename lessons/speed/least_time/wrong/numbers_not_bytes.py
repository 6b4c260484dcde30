# expects: 4 bytes
def least_time(m, k, n, flops, bandwidth):
    computing = 2 * m * k * n / flops
    moving = (m * k + k * n + m * n) / bandwidth
    held = "memory" if moving > computing else "arithmetic"
    return max(computing, moving), held
