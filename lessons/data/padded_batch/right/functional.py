import torch
import torch.nn.functional as F


def collate(examples):
    longest = max(s.shape[0] for s, _ in examples)
    rows = [
        F.pad(s, (0, longest - s.shape[0])) for s, _ in examples
    ]
    lengths = [s.numel() for s, _ in examples]
    labels = [y for _, y in examples]
    return (
        torch.stack(rows),
        torch.as_tensor(lengths),
        torch.as_tensor(labels, dtype=torch.long),
    )
