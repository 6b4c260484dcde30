# expects: place among
def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0:
        return logits.argmax(-1)
    if k is None:
        k = logits.shape[-1]
    best = logits.topk(k).values
    p = (best / temperature).softmax(-1)
    return p.multinomial(1).squeeze(-1)
