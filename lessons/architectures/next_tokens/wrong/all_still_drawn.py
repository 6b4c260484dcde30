# expects: outside
# fails: draws only from the k most likely
def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0:
        return logits.argmax(-1)
    p = (logits / temperature).softmax(-1)
    return p.multinomial(1).squeeze(-1)
