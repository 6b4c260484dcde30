from torch import Tensor


def scores(questions: Tensor, A: Tensor, texts: Tensor) -> Tensor:
    """The score of each question with its own text, (N,).

    questions (N, D), A (D, E), texts (N, E)
    """
    matched = questions @ A  # (N, D) @ (D, E) is (N, E)
    return (matched * texts).sum(dim=1)  # (N,)
