# expects: put it into the queue
import statistics


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(repeats):
        start = clock()
        run()
        end = clock()
        wait()
        times.append(end - start)
    return statistics.median(times)
