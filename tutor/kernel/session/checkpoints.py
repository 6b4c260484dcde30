"""What it means when a checkpoint cannot be read, or is of something else, in words for a beginner."""

from __future__ import annotations

import re
from pickle import UnpicklingError
from traceback import walk_tb

_SIZES = re.compile(
    r"size mismatch for (?P<name>[\w.]+): .*?shape (?:torch\.Size\()?(?P<saved>[\[(][\d, ]*[\])])\)? from "
    r"checkpoint, the shape in current model is (?:torch\.Size\()?(?P<here>[\[(][\d, ]*[\])])"
)
_TABLE: tuple[tuple[type[BaseException], str, str], ...] = (
    (
        ValueError,
        r"loaded state dict (?:has a different number of parameter groups|contains a parameter group that does)",
        "This state is of an optimizer over other parameters: its groups do not fit. Build the model and its optimizer "
        "as they were when it was saved, then load.",
    ),
    (
        TypeError,
        r"Expected state_dict to be dict-like, got",
        "load_state_dict takes a dict of tensors, as state_dict() gives it. This is something else: a whole model, "
        "perhaps, or the name of a file, which torch.load(name) would read.",
    ),
)
_MORE_THAN_NUMBERS = (
    "This file holds more than tensors, numbers, lists and dicts: perhaps a whole model, where a state_dict was "
    "expected. To read it would run code from the file, so torch.load does not. Save model.state_dict() instead, "
    "and load that into a model built anew. weights_only=False is for files that you wrote yourself."
)
_NO_CHECKPOINT = (
    "This is no file that torch.save wrote, or not all of one: a run may have been stopped while it was written. Look "
    "at its name and its size. Written to another name first and then renamed, a checkpoint is always whole."
)
_UNREADABLE = (UnpicklingError, EOFError, IndexError, KeyError, ValueError, RuntimeError, AttributeError)
"""What torch.load may raise over bytes that mean nothing."""


def about_checkpoint(error: BaseException) -> str:
    """What an error of torch.load or load_state_dict means and what to try; '' where it is none."""
    text = str(error)
    found = re.search(r"Error\(s\) in loading state_dict for (\w+)", text) if isinstance(error, RuntimeError) else None
    if found is not None:
        return _another_model(text, found[1])
    if isinstance(error, _UNREADABLE) and _while_reading(error):
        return _MORE_THAN_NUMBERS if re.search(r"GLOBAL|Unsupported class", text) else _NO_CHECKPOINT
    return next((words for kind, pattern, words in _TABLE if isinstance(error, kind) and re.search(pattern, text)), "")


def _while_reading(error: BaseException) -> bool:
    """Whether torch.load itself failed over the file, and no device or class that the file speaks of."""
    load = ("torch.serialization", "load")
    frames = (frame for frame, _ in walk_tb(error.__traceback__))
    inside = any((frame.f_globals.get("__name__"), frame.f_code.co_name) == load for frame in frames)
    return inside and "deserialize object on" not in str(error)


def _another_model(text: str, model: str) -> str:
    if sizes := _SIZES.search(text):
        return (
            f"This checkpoint is of another model: in {sizes['name']} it has {sizes['saved']}, and this {model} has "
            f"{sizes['here']}. Build the model as it was when it was saved, then load."
        )
    missing = re.search(r'Missing key\(s\) in state_dict: "([\w.]+)"', text)
    surplus = re.search(r'Unexpected key\(s\) in state_dict: "([\w.]+)"', text)
    said = [f"it has no {missing[1]}"] if missing else []
    said += [f"it has {surplus[1]}, which this {model} has not"] if surplus else []
    return (
        f"This is not the state of this model: {', and '.join(said) or 'the names differ'}. It is another model's, or "
        "a checkpoint with the state_dict inside, under a key such as 'model'. Print its .keys()."
    )
