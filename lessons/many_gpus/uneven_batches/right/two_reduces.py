import torch
import torch.distributed as dist


def accuracy(model, batches):
    right, rows = torch.tensor(0), torch.tensor(0)
    with torch.inference_mode():
        for x, y in batches:
            right += (model(x).argmax(1) == y).sum()
            rows += y.numel()
    dist.all_reduce(right)
    dist.all_reduce(rows)
    return right.item() / rows.item()
