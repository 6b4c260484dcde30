# expects: collate returns None
# fails: fills up with zeros at the end
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences = [s for s, _ in examples]
    padded = pad_sequence(sequences, batch_first=True)
