# expects: rates
def least_time(m, k, n, flops, bandwidth):
    operations = 2 * m * k * n
    moved = 4 * (m * k + k * n + m * n)
    seconds = max(operations / flops, moved / bandwidth)
    return (
        seconds,
        "memory" if moved > operations else "arithmetic",
    )
