"""A training in two real ranks: which rows each saw in which step, the losses it returned, the weights at the end."""

import functools

import torch
import torch._dynamo  # DDP and optimizers load it: here once, and not in each rank
from torch import nn
from torch.utils.data import TensorDataset

from tutor import check, live
from tutor.check import Mistake

ROWS, BATCH, EPOCHS = 16, 4, 3


@functools.cache
def trained(answer):
    """The data; and for each rank: the rows of each step, the loss of each, what was returned, and the weights before
    and after."""
    x = torch.stack([torch.arange(ROWS) / ROWS, torch.randn(ROWS)], dim=1)
    data = TensorDataset(x, torch.randn(ROWS, 1))

    def run():
        steps, losses = [], []
        net = nn.Linear(2, 1)

        def look(_, inputs, output):
            rows = (inputs[0][:, 0] * ROWS).round().int().tolist()
            steps.append(rows)
            losses.append((output.detach() - data.tensors[1][rows]).square().mean().item())

        net.register_forward_hook(look)
        before = nn.utils.parameters_to_vector(net.parameters()).detach().clone()
        found = answer.train(net, data, BATCH, EPOCHS)
        if not isinstance(found, list | tuple) or len(found) != EPOCHS:
            raise Mistake(f"train is to return a list of {EPOCHS} losses, and returns {check.failure.of_type(found)}.")
        after = nn.utils.parameters_to_vector(net.parameters()).detach().clone()
        return steps, losses, [float(loss) for loss in found], (before, after)

    return data, live.tried_in_ranks(2, run, timeout=2.0)


def by_one_process(data, steps, weights, zeroed=True):
    """The weights that SGD comes to in one process, with the rows of these steps."""
    net = nn.Linear(2, 1)
    nn.utils.vector_to_parameters(weights.clone(), net.parameters())
    sgd = torch.optim.SGD(net.parameters(), lr=0.01)
    for rows in steps:
        if zeroed:
            sgd.zero_grad()
        x, y = data[rows]
        nn.functional.mse_loss(net(x), y).backward()
        sgd.step()
    return nn.utils.parameters_to_vector(net.parameters()).detach()


def epochs_of(steps):
    each = max(1, len(steps) // EPOCHS)
    return [steps[start : start + each] for start in range(0, len(steps), each)]


def test_shares(answer):
    """lets the ranks share the rows in each epoch"""
    ranks = [epochs_of(steps) for steps, *_ in trained(answer)[1]]
    for number, epoch in enumerate(zip(*ranks)):
        zero, one = ([row for step in steps for row in step] for steps in epoch)
        both = sorted({*zero} & {*one})
        if both:
            raise Mistake(
                f"In epoch {number}, {check.counted(len(both), 'row')} came in both ranks, of {ROWS} in all.",
                "Two ranks that train on the same data do the work twice.",
                "Look at what tells a loader which rows are this rank's.",
            )
        missing = sorted({*range(ROWS)} - {*zero} - {*one})
        if missing or len(zero) + len(one) != ROWS:
            raise Mistake(f"In epoch {number}, the ranks together saw {len(zero) + len(one)} rows, of {ROWS}.")


def test_batches(answer):
    """sees batch_size rows of all ranks in a step"""
    zero, one = (steps for steps, *_ in trained(answer)[1])
    for mine, theirs in zip(zero, one):
        if len(mine) + len(theirs) != BATCH:
            raise Mistake(
                f"With batch_size={BATCH} a step sees {len(mine) + len(theirs)} rows: {len(mine)} in rank 0 and "
                f"{len(theirs)} in rank 1.",
                "Larger batches make fewer steps in an epoch, and another training.",
                "Look at how many rows the loader of one rank puts into a batch.",
            )


def test_orders(answer):
    """has another order in each epoch"""
    for rank, (steps, *_) in enumerate(trained(answer)[1]):
        first, *others = epochs_of(steps)
        rows = [row for step in first for row in step]
        if any(one == first for one in others):
            if rows == sorted(rows):
                raise Mistake(
                    f"In rank {rank}, two epochs had the same order: that in which the rows lie in the data.",
                    "The same rows would always be together in a batch.",
                    "Look at what shuffles. A loader with a sampler leaves it to that.",
                )
            raise Mistake(
                f"In rank {rank}, two epochs had the same order.",
                "The same rows would always be together in a batch. A DistributedSampler draws its order from a seed "
                "and the epoch, and does not know by itself which epoch it is.",
            )


def test_weights(answer):
    """ends with the same weights in both ranks"""
    _, ((*_, (_, zero)), (*_, (_, one))) = trained(answer)
    if not torch.equal(zero, one):
        raise Mistake(
            "The weights of the two ranks differ at the end.",
            "Their gradients were not all-reduced.",
            "Look at what is called with the rows, the model or what DistributedDataParallel has made of it.",
        )


def test_training(answer):
    """ends with the weights that one process would come to"""
    data, ((steps, _, _, (before, after)), (others, *_)) = trained(answer)
    together = [mine + theirs for mine, theirs in zip(steps, others)]
    if torch.allclose(after, by_one_process(data, together, before), 1e-3, 1e-5):
        return
    if torch.allclose(after, by_one_process(data, together, before, zeroed=False), 1e-3, 1e-5):
        raise Mistake(
            "The gradients of one step were added to those of the steps before it.",
            "backward adds to what is in grad already.",
            "Look for zero_grad.",
        )
    raise Mistake(
        "The weights at the end are not those of one process that takes the same batches.",
        "SGD with lr=0.01, one step for each batch: that was right in the code that was given.",
        "Look at what is done to the gradients, and at the optimizer.",
    )


def test_losses(answer):
    """returns the mean loss of all ranks"""
    _, ranks = trained(answer)
    zero, one = (found for _, _, found, _ in ranks)
    each = len(ranks[0][1]) // EPOCHS
    for epoch in range(EPOCHS):
        part = slice(each * epoch, each * epoch + each)
        mean = sum(sum(losses[part]) for _, losses, *_ in ranks) / (2 * each)
        if abs(zero[epoch] - one[epoch]) > 1e-5 * abs(mean):
            raise Mistake(
                f"The losses of epoch {epoch} differ: {check.number(zero[epoch])} in rank 0 and "
                f"{check.number(one[epoch])} in rank 1.",
                "Whoever prints such a loss shows that of one rank's rows as if it were that of all.",
                "Look for what makes one number of both.",
            )
        if abs(zero[epoch] / 2 - mean) < 1e-4 * mean:
            raise Mistake(f"The loss of epoch {epoch} is 2 times the mean over both ranks.", "An all-reduce adds up.")
        last = sum(losses[part][-1] for _, losses, *_ in ranks) / 2
        if each > 1 and check.near(zero[epoch], last):
            raise Mistake(
                f"The loss of epoch {epoch} is that of its last batch alone.", "The mean over all batches is wanted."
            )
        if epoch and check.near(zero[epoch] - zero[epoch - 1], mean, rtol=1e-3):
            raise Mistake(
                f"The loss of epoch {epoch} has that of the epochs before it in it.",
                "A total that goes on from epoch to epoch grows.",
                "Look at where it begins with 0.",
            )
        check.same(zero[epoch], mean, f"The loss of epoch {epoch}", rtol=1e-3)
