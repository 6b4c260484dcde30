# expects: more than one run
# fails: leaves out the first run of all
import statistics


def stopwatch(run, wait, clock, repeats):
    start = clock()
    run()
    wait()
    times = []
    for _ in range(repeats):
        run()
        wait()
        times.append(clock() - start)
        start = clock()
    return statistics.median(times)
