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
    raise NotImplementedError
