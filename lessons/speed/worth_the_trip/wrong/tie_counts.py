# expects: both take exactly
# expects: not done sooner
# fails: waits for the GPU to be done sooner: a tie is not enough
def first_worth_it(sizes, rounds, cpu, gpu, line):
    for n in sizes:
        if (
            12 * n**2 / line + rounds * 2 * n**3 / gpu
            <= rounds * 2 * n**3 / cpu
        ):
            return n
    return None
