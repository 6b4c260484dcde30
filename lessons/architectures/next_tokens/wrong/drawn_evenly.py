# expects: all tokens are as likely
# fails: draws by the softmax of the logits
import torch


def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0:
        return logits.argmax(-1)
    k = k or logits.shape[1]
    best = logits.topk(k).indices
    place = torch.randint(k, (len(logits), 1))
    return best.gather(1, place)[:, 0]
