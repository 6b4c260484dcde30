import statistics
from collections.abc import Callable


def stopwatch(
    run: Callable[[], object],
    wait: Callable[[], object],
    clock: Callable[[], float],
    repeats: int,
) -> float:
    """The median of the seconds that a run takes."""
    run()  # warm-up
    wait()
    times = []
    for _ in range(repeats):
        start = clock()
        run()
        wait()
        times.append(clock() - start)
    return statistics.median(times)
