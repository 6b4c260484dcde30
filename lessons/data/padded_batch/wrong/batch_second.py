# expects: batch_first
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    return (
        pad_sequence(sequences),
        torch.tensor([len(s) for s in sequences]),
        torch.tensor(labels),
    )
