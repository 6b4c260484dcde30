import torch


@torch.inference_mode()
def accuracy(model, loader):
    mode = model.training
    try:
        model.eval()
        hits = [model(x).argmax(1) == y for x, y in loader]
        return torch.cat(hits).float().mean().item()
    finally:
        model.train(mode)
