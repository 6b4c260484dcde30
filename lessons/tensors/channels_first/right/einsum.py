import torch


def rows(pictures):
    n, h, w, c = pictures.shape
    return torch.einsum("nhwc->nchw", pictures).reshape(
        n, c * h * w
    )
