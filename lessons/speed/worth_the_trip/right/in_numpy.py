import numpy as np


def first_worth_it(sizes, rounds, cpu, gpu, line):
    n = np.array(sizes, dtype=float)
    here = rounds * 2 * n**3 / cpu
    there = 12 * n**2 / line + rounds * 2 * n**3 / gpu
    places = np.flatnonzero(there < here)
    return sizes[places[0]] if places.size else None
