# expects: mean
def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(repeats):
        start = clock()
        run()
        wait()
        times.append(clock() - start)
    return sum(times) / len(times)
