# expects: mean over the classes
import torch.nn.functional as F


def cross_entropy(logits, labels):
    one_hot = F.one_hot(labels, logits.shape[1])
    return -(one_hot * logits.log_softmax(dim=1)).mean()
