def least_time(m, k, n, flops, bandwidth):
    return max(
        [
            (2 * m * k * n / flops, "arithmetic"),
            ((m * k + k * n + m * n) * 4 / bandwidth, "memory"),
        ]
    )
