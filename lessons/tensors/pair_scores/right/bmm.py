import torch


def scores(questions, A, texts):
    left = (questions @ A).unsqueeze(1)
    return torch.bmm(left, texts.unsqueeze(2))[:, 0, 0]
