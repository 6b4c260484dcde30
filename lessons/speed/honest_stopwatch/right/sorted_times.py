def stopwatch(run, wait, clock, repeats):
    def once():
        start = clock()
        run()
        wait()
        return clock() - start

    once()
    times = sorted(once() for _ in range(repeats))
    return times[repeats // 2]
