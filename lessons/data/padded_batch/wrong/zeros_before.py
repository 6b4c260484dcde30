# expects: before the sequences
import torch
import torch.nn.functional as F


def collate(examples):
    n = max(len(s) for s, _ in examples)
    return (
        torch.stack(
            [F.pad(s, (n - len(s), 0)) for s, _ in examples]
        ),
        torch.tensor([len(s) for s, _ in examples]),
        torch.tensor([y for _, y in examples]),
    )
