# expects: in its first turn
def first_worth_it(sizes, rounds, cpu, gpu, line):
    for n in sizes:
        if (
            12 * n**2 / line + rounds * 2 * n**3 / gpu
            < rounds * 2 * n**3 / cpu
        ):
            return n
        return None
