# expects: by its own numbers
import torch


def normalize(train, test):
    def one(x):
        s = x.std(0)
        return (x - x.mean(0)) / torch.where(s == 0, 1.0, s)

    return one(train), one(test)
