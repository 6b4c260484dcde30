# expects: a formula of your own
# fails: works out the loss under autocast
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def step(model, optimizer, x, y):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        loss = (
            -model(x)
            .log_softmax(1)
            .gather(1, y.unsqueeze(1))
            .mean()
        )
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
