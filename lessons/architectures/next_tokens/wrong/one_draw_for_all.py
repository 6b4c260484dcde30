# expects: one draw
# fails: draws by the softmax of the logits
import torch


def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0:
        return logits.argmax(-1)
    if k is not None:
        lowest = logits.topk(k).values[:, -1:]
        logits = logits.masked_fill(logits < lowest, -torch.inf)
    p = (logits / temperature).softmax(-1)
    u = torch.rand(1)
    return (p.cumsum(-1) < u).sum(-1).clamp(max=p.shape[-1] - 1)
