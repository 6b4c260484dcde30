# expects: n was summed over, too
import torch


def scores(questions, A, texts):
    return torch.einsum("nd,de,ne", questions, A, texts)
