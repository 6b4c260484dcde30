# expects: LayerNorm
# expects: should not decay
import torch


def optimizer_for(model, rate, decay):
    named = list(model.named_parameters())
    biases = [p for n, p in named if n.endswith("bias")]
    weights = [p for n, p in named if not n.endswith("bias")]
    return torch.optim.AdamW(
        [
            {"params": weights, "weight_decay": decay},
            {"params": biases, "weight_decay": 0.0},
        ],
        lr=rate,
    )
