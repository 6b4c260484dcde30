# expects: the list is empty
import numpy as np


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(repeats):
        t = clock()
        run()
        wait()
    return np.median(times)
