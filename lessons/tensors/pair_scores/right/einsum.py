import torch


def scores(questions, A, texts):
    return torch.einsum("nd,de,ne->n", questions, A, texts)
