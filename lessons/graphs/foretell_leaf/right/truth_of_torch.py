import torch


def foretell(operands):
    recorded = torch.tensor(
        [t.requires_grad for t in operands]
    ).any()
    return recorded, ~recorded
