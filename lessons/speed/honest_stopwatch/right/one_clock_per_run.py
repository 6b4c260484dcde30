import itertools
import statistics


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    looks = [clock()]
    for _k in range(repeats):
        run()
        wait()
        looks.append(clock())
    return statistics.median(
        b - a for a, b in itertools.pairwise(looks)
    )
