# expects: clock()
import statistics
import time


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        wait()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
