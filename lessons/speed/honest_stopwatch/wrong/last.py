# expects: the last of them
def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    for _ in range(repeats):
        t = clock()
        run()
        wait()
        took = clock() - t
    return took
