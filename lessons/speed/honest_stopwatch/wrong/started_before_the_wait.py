# expects: still at work on the warm-up
# fails: leaves out the first run of all
import statistics


def stopwatch(run, wait, clock, repeats):
    run()
    times = []
    for _ in range(repeats):
        t = clock()
        wait()
        run()
        wait()
        times.append(clock() - t)
    return statistics.median(times)
