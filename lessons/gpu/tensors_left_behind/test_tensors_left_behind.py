"""A model whose tensors all move with it: on the CPU by its numbers, and on a device that has none."""

import torch

from tutor import check
from tutor.check import Mistake


def made(answer, features=4, classes=3):
    """A model of the answer's, with the mean and spread that it was given."""
    mean, std = torch.randn(features), 0.5 + torch.rand(features)
    return answer.Scored(mean.clone(), std.clone(), classes), mean, std


def held(model, name):
    """What the model has under a name: a tensor."""
    value = getattr(model, name, None)
    if not isinstance(value, torch.Tensor):
        raise Mistake(f"The model has no tensor {name}.", f"It should keep what it was given as self.{name}.")
    return value


def moves(model, name):
    """Whether `to` moves what the model has under a name."""
    return any(one == name for one, _ in (*model.named_parameters(), *model.named_buffers()))


def called(model, x):
    """The scores; errors of devices in words."""
    try:
        return model(x)
    except (RuntimeError, AssertionError, NotImplementedError, TypeError) as error:
        words = str(error)
        if any(name in words for name in ("CUDA", "NVIDIA", "MPS", "XPU", "HIP")) and "meta" not in words:
            raise Mistake(
                "Your code asks for a device by name that is not the one of x.",
                "Such a name is right on some machines only.",
                "Ask x for its device.",
            ) from None
        if "Cannot copy out of meta" in words:
            raise Mistake(
                "Your code has brought back to the CPU what lies on another device.",
                "That trip is what one wants to save, and the model is no longer there.",
                "Nothing in forward need be moved.",
            ) from None
        if "device" not in words or x.device.type == "cpu":
            raise
        if all(moves(model, name) for name in ("mean", "std")):
            raise Mistake(
                f"The model and x are on '{x.device}', and forward makes a tensor on another device.",
                "Whatever is made without a device lies on the CPU.",
                "Look for the tensor that forward makes.",
            ) from None
        raise Mistake(
            f"After model.to('{x.device}'), forward meets a tensor on another device.",
            "Where x is brought somewhere else, or a tensor was left behind, the two do not mix.",
            "Look at each tensor that forward uses, and at what moves it.",
        ) from None


def scored(layer, scaled):
    return scaled @ layer.weight[:, :-1].T + layer.weight[:, -1] + layer.bias


def explain(found, layer, x, mean, std):
    """Raise where the scores are those of a known slip."""
    slips = [
        (scored(layer, (x - std) / mean), "mean and std have changed places."),
        (
            layer(torch.cat([torch.ones_like(x[:, :1]), (x - mean) / std], dim=1)),
            "The feature that is 1 comes before the others here, and it came after them.",
        ),
    ]
    if len(x) > 1:
        means, why = x.mean(0), "x is standardized with its own mean and spread, not those that were measured before."
        slips += [(scored(layer, (x - means) / x.std(0, correction=one)), why) for one in (0, 1)]
    for theirs, why in slips:
        if theirs.isfinite().all() and check.near(found, theirs, atol=1e-5):
            raise Mistake("The scores are not what they were.", why)


def test_scores(answer):
    """gives the scores that it gave before"""
    for rows, features, classes in ((5, 4, 3), (1, 2, 2), (3, 1, 4), (300, 2, 2)):
        model, mean, std = made(answer, features, classes)
        x = torch.randn(rows, features)
        layer = getattr(model, "layer", None)
        if not isinstance(layer, torch.nn.Linear) or layer.in_features != features + 1:
            raise Mistake("The model has no linear layer self.layer for the features and the one that is added.")
        scaled = (x - mean) / std
        wanted = scored(layer, scaled)
        found = called(model, x)
        if isinstance(found, torch.Tensor) and found.shape == wanted.shape:
            explain(found, layer, x, mean, std)
        check.same(found.detach(), wanted.detach(), "The scores", rtol=1e-4, atol=1e-5)
        if not found.requires_grad:
            raise Mistake(
                "The scores have no graph behind them, so the linear layer cannot be trained.",
                "mean and std are not to be trained, but the layer is, as before.",
                "Look for no_grad and detach.",
            )


def test_moves(answer):
    """moves mean and std with the model"""
    model, _, _ = made(answer)
    model.to("meta")
    for name in ("mean", "std"):
        place = held(model, name).device
        if place.type == "meta":
            continue
        try:
            model(torch.empty(5, 4, device="meta"))
        except (RuntimeError, AssertionError, NotImplementedError, TypeError):
            how = "A tensor that is a plain attribute is left behind by to: it moves parameters and buffers."
        else:
            how = "It is copied to the device at each call: that is a trip a call, where one would do."
        raise Mistake(f"After model.to('meta') its {name} is on '{place}'.", how, f"Look at how self.{name} is made.")


def test_own_tensor(answer):
    """makes its own tensor where x lies"""
    model, _, _ = made(answer)
    model.to("meta")
    found = called(model, torch.empty(5, 4, device="meta"))
    if found.device.type != "meta" or found.shape != (5, 3):
        raise Mistake(
            f"For x of shape (5, 4) on 'meta' the scores have the shape {tuple(found.shape)} and are on "
            f"'{found.device}'.",
            "They should be on the device of x, one row for each of its rows.",
        )


def test_saved(answer):
    """saves mean and std, and does not train them"""
    model, mean, std = made(answer)
    saved = model.state_dict()
    for name, value in (("mean", mean), ("std", std)):
        if name not in saved:
            raise Mistake(
                f"state_dict() has no {name}: it has {', '.join(saved)}.",
                "A model that is loaded later would standardize with other numbers.",
            )
        row = saved[name].detach()
        check.same(row[0] if row.shape == (1, *value.shape) else row, value, f"The saved {name}")
        if held(model, name).requires_grad:
            raise Mistake(
                f"{name} is trained: it requires a gradient.",
                "An optimizer would change what was measured.",
                "Look for what a model keeps besides its parameters.",
            )
