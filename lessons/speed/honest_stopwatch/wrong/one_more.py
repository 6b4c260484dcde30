# expects: before the first run of all
import statistics


def stopwatch(run, wait, clock, repeats):
    times = []
    for _ in range(repeats + 1):
        t = clock()
        run()
        wait()
        times.append(clock() - t)
    return statistics.median(times)
