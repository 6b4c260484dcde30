import torch
import torch.distributed as dist


def backward(model, x, y):
    rows = torch.tensor([len(x)])
    dist.all_reduce(rows)
    share = len(x) / rows.item()
    (share * (model(x) - y).square().mean()).backward()
    for p in model.parameters():
        if p.grad is not None:
            dist.all_reduce(p.grad, op=dist.ReduceOp.SUM)
