# expects: class 1 has no rows, and no share either
import torch
from torch.utils.data import Sampler


class Fair(Sampler):
    def __init__(self, labels):
        self.labels = labels

    def __len__(self):
        return len(self.labels)

    def __iter__(self):
        n, classes = len(self.labels), int(self.labels.max()) + 1
        rows = [
            (self.labels == c).nonzero()[:, 0]
            for c in range(classes)
        ]
        for c in torch.randint(classes, (n,)).tolist():
            of = rows[c] if len(rows[c]) else torch.arange(n)
            yield int(of[torch.randint(len(of), ())])


def fair(labels):
    return Fair(labels)
