# expects: first run of all
import statistics


def stopwatch(run, wait, clock, repeats):
    wait()
    times = []
    for _ in range(repeats):
        start = clock()
        run()
        wait()
        times.append(clock() - start)
    return statistics.median(times)
