# expects: run again
# fails: keeps of each block only its input
from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    with torch.autograd.graph.save_on_cpu():
        for block in blocks:
            x = block(x)
    return x
