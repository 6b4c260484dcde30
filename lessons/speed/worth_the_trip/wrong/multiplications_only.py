# expects: 2 n³
def first_worth_it(sizes, times, cpu, gpu, line):
    for n in sizes:
        work = times * n**3
        trip = 12 * n**2
        if trip / line + work / gpu < work / cpu:
            return n
    return None
