import torch


def cross_entropy(logits, labels):
    return (
        -torch.distributions.Categorical(logits=logits)
        .log_prob(labels)
        .mean()
    )
