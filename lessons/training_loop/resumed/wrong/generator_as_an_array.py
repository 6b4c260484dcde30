# expects: numpy
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
            "model": model.state_dict(),
            "opt": optimizer.state_dict(),
            "generator": generator.get_state().numpy(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, generator):
    d = torch.load(path, weights_only=False)
    model.load_state_dict(d["model"])
    optimizer.load_state_dict(d["opt"])
    generator.set_state(torch.from_numpy(d["generator"]))
    return d["epoch"]
