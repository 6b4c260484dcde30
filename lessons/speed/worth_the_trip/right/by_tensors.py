import torch


def first_worth_it(sizes, rounds, cpu, gpu, line):
    n = torch.tensor(sizes, dtype=torch.float64)
    work = 2 * rounds * n**3
    sooner = work / cpu > work / gpu + 12 * n**2 / line
    places = sooner.nonzero()
    return sizes[places[0].item()] if len(places) else None
