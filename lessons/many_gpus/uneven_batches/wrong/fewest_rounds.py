# expects: one rank has no batch

import torch
import torch.distributed as dist


@torch.no_grad()
def accuracy(model, batches):
    batches = list(batches)
    rounds = torch.tensor(len(batches))
    dist.all_reduce(rounds, op=dist.ReduceOp.MIN)
    counts = torch.zeros(2)
    for x, y in batches[: int(rounds)]:
        counts += torch.tensor(
            [(model(x).argmax(dim=1) == y).sum(), len(y)]
        )
    dist.all_reduce(counts)
    return (counts[0] / counts[1].clamp(min=1)).item()
