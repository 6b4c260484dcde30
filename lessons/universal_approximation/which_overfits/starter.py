Run = tuple[list[float], list[float]]  # training, held out


def overfitting(runs: dict[str, Run]) -> dict[str, int]:
    """The runs that overfit, each with the step to stop at."""
    raise NotImplementedError
