from collections.abc import Callable


def stopwatch(
    run: Callable[[], object],
    wait: Callable[[], object],
    clock: Callable[[], float],
    repeats: int,
) -> float:
    """The median of the seconds that a run takes."""
    times = []
    for _ in range(repeats):
        start = clock()
        run()
        times.append(clock() - start)
    return sum(times) / repeats
