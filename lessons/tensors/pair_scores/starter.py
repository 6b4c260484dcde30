import torch
from torch import Tensor


def scores(questions: Tensor, A: Tensor, texts: Tensor) -> Tensor:
    """The score of each question with its own text, (N,).

    questions (N, D), A (D, E), texts (N, E)
    """
    raise NotImplementedError
