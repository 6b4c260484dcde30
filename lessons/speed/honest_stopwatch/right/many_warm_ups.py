from itertools import pairwise
from statistics import median


def stopwatch(run, wait, clock, repeats):
    for _ in range(repeats):
        run()
        wait()
    marks = [clock()]
    for _ in range(repeats):
        run()
        wait()
        marks.append(clock())
    return median(end - start for start, end in pairwise(marks))
