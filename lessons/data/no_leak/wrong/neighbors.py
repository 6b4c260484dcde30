# expects: together with those beside them
import torch


def split(writers, test_writers):
    names = writers.unique()
    turn = int(torch.randint(len(names), ()))
    chosen = names.roll(turn)[:test_writers]
    test = torch.isin(writers, chosen)
    return (~test).nonzero()[:, 0], test.nonzero()[:, 0]
