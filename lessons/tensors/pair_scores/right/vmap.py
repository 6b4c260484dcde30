import torch


def scores(questions, A, texts):
    return torch.vmap(lambda q, t: q @ A @ t)(questions, texts)
