# expects: still waited for it
import torch
import torch.distributed as dist


@torch.no_grad()
def accuracy(model, batches):
    counts = torch.zeros(2)
    for x, y in batches:
        right = model(x).argmax(dim=1) == y
        counts += torch.tensor([right.sum(), len(y)])
    if counts[1] == 0:
        return 0.0
    dist.all_reduce(counts)
    return (counts[0] / counts[1]).item()
