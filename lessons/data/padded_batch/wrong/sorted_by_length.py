# expects: in another order
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    examples = sorted(examples, key=lambda e: -len(e[0]))
    sequences, labels = zip(*examples)
    return (
        pad_sequence(sequences, batch_first=True),
        torch.tensor([len(one) for one in sequences]),
        torch.tensor(labels),
    )
