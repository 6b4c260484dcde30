import torch


def scores(questions, A, texts):
    return torch.linalg.vecdot(questions @ A, texts)
