import torch


@torch.no_grad()
def evaluate(model, batches):
    outputs = torch.cat([model(x) for x, _ in batches])
    targets = torch.cat([y for _, y in batches])
    return (outputs - targets).square().mean().item(), outputs
