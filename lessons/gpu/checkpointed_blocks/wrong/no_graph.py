# expects: no graph
# fails: gives the same gradients
import torch


def through(blocks, x):
    with torch.no_grad():
        for block in blocks:
            x = block(x)
    return x
