# expects: Path is in it
# fails: is read with weights_only=True
import copy
import os
from pathlib import Path

import torch
from torch import nn
from torch.optim import Optimizer


def save(path, model, optimizer, generator, epoch):
    torch.save(
        {
            "path": path,
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "generator": generator.get_state(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, generator):
    d = torch.load(path, weights_only=False)
    model.load_state_dict(d["model"])
    optimizer.load_state_dict(d["optimizer"])
    generator.set_state(d["generator"])
    return d["epoch"]
