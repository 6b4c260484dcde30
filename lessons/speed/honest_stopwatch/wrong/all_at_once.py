# expects: mean
def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    start = clock()
    for _ in range(repeats):
        run()
    wait()
    return (clock() - start) / repeats
