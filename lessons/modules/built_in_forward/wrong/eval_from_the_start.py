# expects: is in evaluation mode
# fails: draws anew at each call in training mode
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Reader(nn.Module):
    def __init__(self, width: int, p: float) -> None:
        super().__init__()
        self.hidden = nn.Linear(64, width)
        self.norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(p).eval()
        self.out = nn.Linear(width, 10)
        self.eval()

    def forward(self, x: Tensor) -> Tensor:
        return self.out(
            self.drop(F.relu(self.norm(self.hidden(x))))
        )
