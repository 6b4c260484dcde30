# expects: all of them together
def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    total = 0
    for _ in range(repeats):
        t = clock()
        run()
        wait()
        total += clock() - t
    return total
