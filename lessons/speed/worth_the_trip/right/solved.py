def first_worth_it(sizes, rounds, cpu, gpu, line):
    if gpu <= cpu:
        return None
    saved = 2 * rounds * (1 / cpu - 1 / gpu)  # seconds by n³
    limit = 12 / line / saved
    return next((n for n in sizes if n > limit), None)
