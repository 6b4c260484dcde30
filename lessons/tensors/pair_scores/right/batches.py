import torch


def scores(questions, A, texts):
    rows = (questions @ A).unsqueeze(1)  # (N, 1, E)
    return torch.bmm(rows, texts.unsqueeze(2)).reshape(-1)
