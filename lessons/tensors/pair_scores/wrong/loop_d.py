# expects: one at a time
import torch


def scores(q, A, t):
    left = sum(q[:, d, None] * A[d] for d in range(A.shape[0]))
    return (left * t).sum(1)
