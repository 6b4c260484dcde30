# expects: the list is empty
import statistics


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(repeats):
        t = clock()
        run()
        wait()
        took = clock() - t
    return statistics.median(times)
