# expects: only its last dimension goes
from torch.utils.data import DataLoader, TensorDataset


def train_loader(x, y, batch_size):
    return DataLoader(
        TensorDataset(x, y),
        batch_size,
        shuffle=True,
        drop_last=len(x) % batch_size == 1,
    )


def predict(model, x):
    return model(x)
