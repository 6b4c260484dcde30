def first_worth_it(
    sizes: list[int],
    times: int,
    cpu: float,
    gpu: float,
    line: float,
) -> int | None:
    """The first size at which the GPU is sooner done.

    cpu, gpu: operations a second; line: bytes a second
    """
    raise NotImplementedError
