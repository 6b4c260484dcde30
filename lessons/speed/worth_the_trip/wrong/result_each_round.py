# expects: after each product
def first_worth_it(sizes, rounds, cpu, gpu, line):
    for n in sizes:
        if (
            (2 + rounds) * 4 * n** 2 / line
            + rounds * 2 * n** 3 / gpu
            < rounds * 2 * n** 3 / cpu
        ):
            return n
    return None
