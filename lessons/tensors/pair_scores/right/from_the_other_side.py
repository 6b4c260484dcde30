import torch


def scores(questions, A, texts):
    return torch.sum(questions * torch.inner(texts, A), dim=-1)
