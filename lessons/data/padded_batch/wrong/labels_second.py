# expects: The lengths come second in the batch
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    return (
        pad_sequence(sequences, batch_first=True),
        torch.tensor(labels),
        torch.tensor([len(one) for one in sequences]),
    )
