# expects: in the middle of the list
# fails: gives the median of the runs
def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _ in range(repeats):
        t = clock()
        run()
        wait()
        times.append(clock() - t)
    return times[len(times) // 2]
