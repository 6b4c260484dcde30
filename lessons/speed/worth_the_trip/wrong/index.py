# expects: the place of
def first_worth_it(sizes, rounds, cpu, gpu, line):
    for i, n in enumerate(sizes):
        if (
            12 * n**2 / line + rounds * 2 * n**3 / gpu
            < rounds * 2 * n**3 / cpu
        ):
            return i
    return None
