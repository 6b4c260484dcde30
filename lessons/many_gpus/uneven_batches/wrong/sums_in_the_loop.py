# expects: still waited for it
import torch
import torch.distributed as dist


@torch.no_grad()
def accuracy(model, batches):
    total = torch.zeros(2)
    for x, y in batches:
        right = model(x).argmax(dim=1) == y
        counts = torch.tensor([right.sum().item(), len(y)])
        dist.all_reduce(counts)
        total += counts
    return (total[0] / total[1].clamp(min=1)).item()
