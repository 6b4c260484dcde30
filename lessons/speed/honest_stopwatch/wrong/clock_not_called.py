# expects: without brackets
import statistics


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(repeats):
        t = clock
        run()
        wait()
        times.append(clock - t)
    return statistics.median(times)
