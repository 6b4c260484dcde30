# expects: repeats
import statistics


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(5):
        start = clock()
        run()
        wait()
        times.append(clock() - start)
    return statistics.median(times)
