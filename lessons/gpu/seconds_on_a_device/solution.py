from collections.abc import Callable

import torch


def seconds(
    run: Callable[[], object],
    device: str | torch.device,
    clock: Callable[[], float],
) -> float:
    """The seconds of one run on `device`, after a warm-up."""

    def wait() -> None:
        if torch.device(device).type != "cpu":
            torch.accelerator.synchronize(device)

    run()  # warm-up
    wait()
    start = clock()
    run()
    wait()
    return clock() - start
