from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset


def train_loader(
    x: Tensor, y: Tensor, batch_size: int
) -> DataLoader:
    """Shuffled batches of (x, y), none of a single example."""
    alone = len(x) % batch_size == 1
    return DataLoader(
        TensorDataset(x, y),
        batch_size,
        shuffle=True,
        drop_last=alone,
    )


def predict(model: nn.Module, x: Tensor) -> Tensor:
    """Predictions of shape (B,); model(x) is (B, 1)."""
    return model(x).squeeze(1)
