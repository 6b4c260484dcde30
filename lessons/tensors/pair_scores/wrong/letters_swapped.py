# expects: einsum refuses
# expects: each letter stands for one length
import torch


def scores(questions, A, texts):
    return torch.einsum("nd,ed,ne->n", questions, A, texts)
