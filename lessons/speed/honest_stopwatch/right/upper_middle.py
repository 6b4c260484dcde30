def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    while len(times) < repeats:
        wait()
        start = clock()
        run()
        wait()
        end = clock()
        times.append(end - start)
    times.sort()
    return times[repeats // 2]
