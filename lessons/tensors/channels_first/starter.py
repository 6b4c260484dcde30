from torch import Tensor


def rows(pictures: Tensor) -> Tensor:
    """One row for each picture, the channels first.

    pictures (N, H, W, C); the result is (N, C * H * W)
    """
    n = len(pictures)
    first = pictures.permute(0, 3, 1, 2)  # (N, C, H, W)
    return first.view(n, -1)
