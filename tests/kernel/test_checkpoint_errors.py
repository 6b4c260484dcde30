"""A checkpoint that does not fit, or is none, is told from the others by what was seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from tutor.kernel.session.explanations import explain


def net(width: int = 4) -> nn.Sequential:
    return nn.Sequential(nn.Flatten(), nn.Linear(3, width), nn.ReLU(), nn.Linear(width, 2))


def adam(*widths: int) -> torch.optim.Adam:
    return torch.optim.Adam([{"params": net(width).parameters()} for width in widths])


def cut_short(path: Path) -> None:
    torch.save(net().state_dict(), path)
    path.write_bytes(path.read_bytes()[:300])


def words_of(act: Callable[[], Any]) -> str:
    try:
        act()
    except Exception as error:
        return explain(error)
    raise AssertionError("nothing was raised")


def test_a_checkpoint_of_another_width_names_the_layer_and_both_shapes() -> None:
    said = words_of(lambda: net(8).load_state_dict(net(4).state_dict()))
    assert "of another model: in 1.weight it has [4, 3], and this Sequential has [8, 3]" in said


def test_a_checkpoint_with_other_names_says_which_is_missing() -> None:
    said = words_of(lambda: net().load_state_dict(nn.Linear(3, 4).state_dict()))
    assert "it has no 1.weight, and it has weight, which this Sequential has not" in said
    nested = words_of(lambda: net().load_state_dict({"model": net().state_dict(), "epoch": torch.tensor(3)}))
    assert "under a key such as 'model'" in nested


def test_a_whole_model_where_a_state_dict_was_expected_is_named_as_such(tmp_path: Path) -> None:
    torch.save(net(), tmp_path / "whole.pt")
    load: Callable[[Any], Any] = net().load_state_dict
    said = words_of(lambda: torch.load(tmp_path / "whole.pt"))
    assert "perhaps a whole model, where a state_dict was expected" in said
    assert "Save model.state_dict() instead" in said
    assert "takes a dict of tensors" in words_of(lambda: load(net()))
    assert "or the name of a file" in words_of(lambda: load("digits.pt"))


@pytest.mark.parametrize("weights_only", [True, False])
@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("epoch,loss\n1,0.5\n"),
        lambda path: path.write_text("{}"),
        lambda path: path.write_bytes(bytes(range(256))),
        cut_short,
    ],
    ids=["empty", "a table", "JSON", "bytes", "cut short"],
)
def test_a_file_that_is_no_checkpoint_is_not_taken_for_a_whole_model(
    tmp_path: Path, write: Callable[[Path], Any], *, weights_only: bool
) -> None:
    write(tmp_path / "some.pt")
    said = words_of(lambda: torch.load(tmp_path / "some.pt", weights_only=weights_only))
    assert "no file that torch.save wrote, or not all of one" in said


def test_the_state_of_an_optimizer_over_other_parameters_is_named() -> None:
    assert "optimizer over other parameters" in words_of(lambda: adam(2).load_state_dict(adam(2, 3).state_dict()))
    fewer = torch.optim.Adam(nn.Linear(2, 2).parameters())
    assert "optimizer over other parameters" in words_of(lambda: fewer.load_state_dict(adam(2).state_dict()))


def test_other_errors_of_these_kinds_are_none_of_them() -> None:
    assert "checkpoint" not in explain(RuntimeError("size mismatch, got input (3), mat (3x4), vec (5)"))
    assert explain(ValueError("too many dimensions")) == ""
    assert "torch.save" not in explain(EOFError())  # as input() raises it
