# expects: x is in torch.bfloat16
# fails: keeps the dtype of x
import torch


def fade(x):
    s = torch.linspace(1, 0, len(x), device=x.device)
    if x.dtype == torch.float16:
        s = s.half()
    if x.dtype == torch.float64:
        s = s.double()
    return s[:, None] * x
