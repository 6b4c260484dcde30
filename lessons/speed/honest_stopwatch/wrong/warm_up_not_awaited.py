# expects: still at work
import statistics


def stopwatch(run, wait, clock, repeats):
    run()
    times = []
    for _ in range(repeats):
        start = clock()
        run()
        wait()
        times.append(clock() - start)
    return statistics.median(times)
