# expects: None
def first_worth_it(sizes, rounds, cpu, gpu, line):
    for n in sizes:
        work = 2 * rounds * n**3
        trip = 12 * n**2
        if trip / line + work / gpu < work / cpu:
            return n
    return sizes[-1]
