# expects: came in none of 40 epochs
# fails: loses no example for good
from torch.utils.data import DataLoader, TensorDataset


def train_loader(x, y, batch_size):
    if len(x) % batch_size == 1:
        x, y = x[:-1], y[:-1]
    return DataLoader(
        TensorDataset(x, y), batch_size, shuffle=True
    )


def predict(model, x):
    return model(x).squeeze(1)
