# expects: called torch
import torch


def foretell(a, b):
    one = torch.empty(a[1], dtype=a[0], device="meta")
    other = torch.empty(b[1], dtype=b[0], device="meta")
    return torch.result_type(one, other)
