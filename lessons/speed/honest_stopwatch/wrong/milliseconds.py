# expects: those are milliseconds
import statistics


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(repeats):
        t = clock()
        run()
        wait()
        times.append(1000 * (clock() - t))
    return statistics.median(times)
