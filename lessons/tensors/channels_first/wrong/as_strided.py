# expects: the result[
# fails: works for pictures that were cut or turned before
import torch


def rows(pictures):
    n, h, w, c = pictures.shape
    first = torch.as_strided(
        pictures, (n, c, h, w), (h * w * c, 1, w * c, c)
    )
    return first.reshape(n, -1)
