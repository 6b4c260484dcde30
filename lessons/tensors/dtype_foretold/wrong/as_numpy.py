# expects: in the size that it came with
import torch

NAMES = "bool uint8 int16 int32 int64 float16 float32 float64"
ORDER = [getattr(torch, name) for name in NAMES.split()]
KIND = dict(zip(ORDER, [0, 1, 1, 1, 1, 2, 2, 2]))


def foretell(a, b):
    dtypes = {a[0], b[0]}
    largest = max(dtypes, key=ORDER.index)
    if {KIND[d] for d in dtypes} == {1, 2}:
        wide = dtypes & {torch.int32, torch.int64}
        return torch.float64 if wide else largest
    return largest
