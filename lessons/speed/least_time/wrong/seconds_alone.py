# expects: two things
def least_time(m, k, n, flops, bandwidth):
    computing = 2 * m * k * n / flops
    moving = 4 * (m * k + k * n + m * n) / bandwidth
    return max(computing, moving)
