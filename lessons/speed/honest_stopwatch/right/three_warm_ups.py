import numpy as np


def stopwatch(run, wait, clock, repeats):
    for _ in range(3):
        run()
    wait()
    times = np.zeros(repeats)
    for k in range(repeats):
        wait()
        start = clock()
        run()
        wait()
        times[k] = clock() - start
    return np.median(times)
