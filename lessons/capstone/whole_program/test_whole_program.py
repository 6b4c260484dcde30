"""A whole program, trained within its budgets and measured on writers whom it has not seen."""

import torch

from tutor import check, live
from tutor.check import Mistake

GOAL = check.Goal(right=0.91, seconds=5.0, parameters=20_000)
NEW = 360  # the last images of the file: by writers, as it looks, of whom none wrote one of those before
TRAINED = []  # the answer, its model, and what was asked of it


def draw():
    """Images and labels, to train on and to measure on. Mirrored and renumbered, so that the file is of no help."""
    images, labels = live.digits()
    if torch.rand(()) < 0.5:
        images = images.transpose(1, 2)
    labels = torch.randperm(10)[labels]
    order = torch.randperm(len(labels) - NEW)
    return images[order].contiguous(), labels[order], images[-NEW:].contiguous(), labels[-NEW:]


def test_trains(answer):
    """trains within its 5 seconds, and returns a model of logits"""
    TRAINED.clear()
    images, labels, new_images, new_labels = draw()
    training = check.TimedTraining(GOAL, new_images, new_labels)
    with check.FileWatch() as opened:
        model = training.run(answer.train, images, labels)
    if any(name.endswith("digits.npz") for name in opened.names):
        raise Mistake(
            "Your program reads the file of the digits.",
            "The images by new writers are in it, too: a model that has seen them is not measured by them.",
            "All that there is to learn from are images and labels, the inputs of train.",
        )
    TRAINED.append((model, training.trial, images, labels, new_images))


def test_parameters(answer):
    """keeps at most 20,000 numbers"""
    [(_, trial, *_)] = TRAINED
    if trial.parameters > GOAL.parameters:
        raise Mistake(
            f"The model keeps {trial.parameters:,} numbers, and may keep {GOAL.parameters:,}.",
            "Parameters count, buffers, and tensors or arrays that a module has as attributes, also in a list, or that "
            "its forward takes from around it, such as the images.",
            "Print the shape of each: for name, p in model.named_parameters().",
        )


def test_alone(answer):
    """answers for an image alone as it does among others"""
    [(model, _, _, _, new_images)] = TRAINED
    model.eval()
    with torch.no_grad():
        together = model(new_images[:12].clone())
        for place in (0, 5, 11):
            one = model(new_images[place : place + 1].clone())
            if one.shape != (1, 10):  # what the numbers are like was seen of 360 images
                check.gives_logits(one, 1)
            if not torch.allclose(one[0], together[place], rtol=1e-3, atol=1e-3):
                raise Mistake(
                    "For one image alone the model gives other logits than for the same image among twelve.",
                    "So what it says of an image depends on which others came with it, or on chance. In use images "
                    "come one by one.",
                    "Look for what is computed over the whole batch in forward, and for dropout that eval() does not "
                    "switch off.",
                )


def test_goal(answer):
    """reads 91 % of the digits of new writers"""
    [(model, trial, images, labels, _)] = TRAINED
    right = trial.right[-1]
    if right >= GOAL.right:
        return
    own = check.share_right(model, images, labels)
    seen = f"{right:.1%} of the images by new writers are right, and {GOAL.right:.0%} are asked for."
    if own < 0.2:
        raise Mistake(
            f"{seen} Of the images that it was trained on, {own:.1%} are.",
            "Guessing has 10 %: this model has not learned from these images and labels. The judge has renumbered the "
            "classes, so that what was learned elsewhere is of no use either.",
            "Look whether the optimizer has the parameters of the model that is returned, whether images and labels "
            "are indexed alike, and whether the loss falls.",
        )
    if own >= 0.99:
        raise Mistake(
            f"{seen} Of the images that it was trained on, {own:.1%} are.",
            "It knows its own writers. What is missing is not training, but what carries over to other hands.",
            "Convolutions know that a stroke is the same one place further, and batch normalization, dropout and a "
            "schedule help as well.",
        )
    raise Mistake(
        f"{seen} Of the images that it was trained on, {own:.1%} are, after {trial.seconds[-1]:.1f} s.",
        "It does not yet know its own writers: it is too small, or was trained for too few or too small steps.",
        "Look at the rate and at the number of epochs first, then at the model.",
    )
