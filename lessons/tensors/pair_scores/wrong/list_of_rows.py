# expects: the pairs one at a time
import torch


def scores(questions, A, texts):
    return torch.stack(
        [q @ A @ t for q, t in zip(questions, texts)]
    )
