# expects: put it into the queue
import statistics


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(repeats):
        start = clock()
        run()
        times.append(clock() - start)
    return statistics.median(times)
