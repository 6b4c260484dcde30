# expects: should return a dtype
import torch

NAMES = "bool uint8 int16 int32 int64 float16 float32 float64"
ORDER = [getattr(torch, name) for name in NAMES.split()]
KIND = dict(zip(ORDER, [0, 1, 1, 1, 1, 2, 2, 2]))


def foretell(a, b):
    return str(max(a[0], b[0], key=ORDER.index))
