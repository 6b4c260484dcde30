# expects: dtype
# fails: does so for one example, for empty sequences and for every dtype
import torch


def collate(examples):
    n = max(len(s) for s, _ in examples)
    rows = torch.zeros(len(examples), n)
    for row, (s, _) in zip(rows, examples):
        row[: len(s)] = s
    return (
        rows,
        torch.tensor([len(s) for s, _ in examples]),
        torch.tensor([y for _, y in examples]),
    )
