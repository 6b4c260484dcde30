def first_worth_it(
    sizes: list[int],
    rounds: int,
    cpu: float,
    gpu: float,
    line: float,
) -> int | None:
    """The first size at which the GPU is done sooner.

    cpu, gpu: operations a second; line: bytes a second
    """
    for n in sizes:
        work = rounds * 2 * n**3  # operations
        trip = 3 * 4 * n**2  # bytes: two there, one back
        if trip / line + work / gpu < work / cpu:
            return n
    return None
