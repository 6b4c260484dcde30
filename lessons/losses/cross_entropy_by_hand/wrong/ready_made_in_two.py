# expects: calls nll_loss()
import torch
import torch.nn.functional as F


def cross_entropy(logits, labels):
    return F.nll_loss(torch.log_softmax(logits, dim=1), labels)
