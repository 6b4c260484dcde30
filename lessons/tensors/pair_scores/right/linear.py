import torch.nn.functional as F


def scores(questions, A, texts):
    return (F.linear(texts, A) * questions).sum(-1)
