import torch


def collate(examples):
    lengths = torch.tensor([len(s) for s, _ in examples])
    rows = torch.zeros(
        len(examples),
        int(lengths.max()),
        dtype=examples[0][0].dtype,
    )
    for i, (s, _) in enumerate(examples):
        rows[i, : len(s)] = s
    return rows, lengths, torch.tensor([y for _, y in examples])
