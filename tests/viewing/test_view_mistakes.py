"""The confusion matrix that is walked through: what is counted and chosen, what is drawn, where the arrows go."""

from __future__ import annotations

import math
import re

import pytest
import torch

from tutor import live
from tutor.charts.cell_grid import Place
from tutor.charts.drawing import Marks, Size
from tutor.kernel.protocol.events import Shown
from tutor.kernel.protocol.messages import decode_from_kernel, encode
from tutor.views.matrix.make import confusion
from tutor.views.mistakes.data import MistakesView
from tutor.views.mistakes.make import FEWEST, MOST, OF_A_PAIR, mistakes
from tutor.views.packing import unpack
from tutor.views.registry import data, draw, pages, redraw, title, words

NAMES = ["cat", "dog", "bird"]


def scores(answers: list[int], sure: list[float], classes: int = 3) -> torch.Tensor:
    """Probabilities: so much for each answer, the rest shared by the other classes."""
    rows = [[(1 - one) / (classes - 1)] * classes for one in sure]
    for row, answer, one in zip(rows, answers, sure, strict=True):
        row[answer] = one
    return torch.tensor(rows)


def few() -> MistakesView:
    """Two cats taken for dogs, the second with more confidence; one bird for a cat; three right."""
    truth, answers = [0, 0, 2, 0, 1, 2], [1, 1, 0, 0, 1, 2]
    images = torch.arange(6.0)[:, None, None].expand(6, 4, 4) / 6
    return mistakes(images, truth, scores(answers, [0.5, 0.9, 0.7, 0.8, 0.9, 0.6]), NAMES)


def many(count: int = 400, classes: int = 10) -> MistakesView:
    torch.manual_seed(0)
    return mistakes(torch.rand(count, 8, 8), torch.arange(count) % classes, torch.randn(count, classes))


def drawn(
    view: MistakesView, size: tuple[int, int], *, page: int = 0, probe: Place | None = None, key: str = ""
) -> str:
    return redraw(view, Size(*size), "braille", shades=False, page=page, probe=probe, key=key)[0].text()


def test_pairs_are_counted_as_a_confusion_matrix_counts_them() -> None:
    torch.manual_seed(1)
    truth, logits = torch.randint(0, 10, (500,)), torch.randn(500, 10)
    view = mistakes(torch.rand(500, 1, 8, 8), truth, logits)
    plain = confusion(truth, logits.argmax(dim=1))
    assert view.counts == plain.pages[0]
    assert (view.right, view.total) == (int((truth == logits.argmax(dim=1)).sum()), 500)
    assert data(view)["counts"][3][4] == unpack(view.counts)[34]


def test_of_a_pair_those_come_first_whose_true_class_was_thought_least_likely() -> None:
    cases = few().cases
    assert [case.number for case in cases if (case.truth, case.answer) == (0, 1)] == [1, 0]
    view = many()
    for pair in {(case.truth, case.answer) for case in view.cases}:
        trust = [unpack(case.probabilities)[case.truth] for case in view.cases if (case.truth, case.answer) == pair]
        assert trust == sorted(trust)
        assert len(trust) <= OF_A_PAIR


def test_every_picture_is_the_one_of_its_number() -> None:
    for case in few().cases:
        assert set(case.tile.values) == {round(255 * case.number / 6)}


def test_logits_and_their_probabilities_say_the_same() -> None:
    torch.manual_seed(0)
    images, truth, logits = torch.rand(20, 8, 8), torch.arange(20) % 5, torch.randn(20, 5)
    one, other = mistakes(images, truth, logits), mistakes(images, truth, logits.softmax(dim=1))
    assert one.counts == other.counts
    for first, second in zip(one.cases, other.cases, strict=True):
        assert unpack(first.probabilities).tolist() == pytest.approx(unpack(second.probabilities).tolist(), abs=1e-6)


def test_every_pair_that_happened_has_a_picture_and_large_ones_are_few() -> None:
    view = many()
    happened = {(index // 10, index % 10) for index, count in enumerate(unpack(view.counts)) if count}
    assert {(case.truth, case.answer) for case in view.cases} == happened
    assert len(view.cases) <= MOST
    large = mistakes(torch.rand(200, 3, 100, 100), torch.zeros(200).long(), torch.randn(200, 10))
    assert FEWEST <= len(large.cases) <= 24
    assert large.channels == 3
    assert len(encode(Shown(1, 1, 1, "x", large))) < 500_000


def test_the_commonest_mistake_is_open_until_a_cell_is_marked() -> None:
    view = few()
    said = drawn(view, (78, 20))
    assert "✗ cat taken for dog: 2 times" in said
    assert "picture 1 of 2, number 1" in said
    assert "picture 2 of 2, number 0" in drawn(view, (78, 20), page=1)
    assert "✓ bird seen as bird: once" in drawn(view, (78, 20), probe=(2, 2))
    assert "✗ dog taken for cat: never" in drawn(view, (78, 20), probe=(0, 1))
    assert [pages(view), pages(view, (0, 2)), pages(view, (0, 1))] == [2, 1, 1]
    assert title("x", view, 1) == "x · 3 of 6 right · 2/2"
    assert title("x", view, 1, (0, 2)) == "x · 3 of 6 right"


def test_the_bars_are_the_probabilities_of_the_large_picture() -> None:
    rows = drawn(few(), (78, 20)).split("\n")
    bars = {name: row for row in rows for name in NAMES if re.search(rf" {name} [█▌ ]+\d+ %( said| true)?$", row)}
    assert bars["dog"].endswith("90 % said")
    assert bars["cat"].endswith("5 % true")
    assert bars["bird"].endswith("5 %")
    assert bars["dog"].count("█") > 10 * bars["cat"].count("█")


def test_the_arrows_go_from_cell_to_cell_and_stop_at_the_edges() -> None:
    view = few()
    for size in ((78, 20), (56, 34), (78, 9)):
        _, frame = redraw(view, Size(*size), "braille", shades=False)
        assert frame is not None
        assert frame.next_to(None, 1, 0) == (2, 0)  # right of cats taken for dogs
        assert frame.next_to(None, 0, -1) == (1, 1)
        assert frame.next_to((0, 0), -1, 1) == (0, 0)
        assert frame.next_to((2, 2), 1, -1) == (2, 2)


def test_a_cell_is_found_under_the_mouse() -> None:
    drawing, frame = redraw(few(), Size(78, 20), "braille", shades=False, probe=(1, 0))
    assert frame is not None
    row, text = next((row, text) for row, text in enumerate(drawing.text().split("\n")) if ">2<" in text)
    assert frame.point_at(text.index("2<"), row) == (1, 0)
    assert frame.point_at(70, 3) is None


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize(
    "size", [(0, 0), (3, 2), (12, 4), (20, 6), (30, 9), (44, 14), (78, 9), (78, 12), (78, 20), (56, 34), (118, 37)]
)
def test_anything_fills_its_panel(size: tuple[int, int], marks: Marks) -> None:
    odd = ["[/red]\x1b[31m\u202e日本", "b" * 40, ""]
    torch.manual_seed(0)
    views = [few(), many(), many(3), many(300, 70)]
    views += [mistakes(torch.rand(9, 28, 28), torch.arange(9) % 3, torch.randn(9, 3), odd)]
    views += [mistakes(torch.randn(9, 3, 40, 30), torch.arange(9) % 2, torch.randn(9, 2))]
    views += [mistakes(torch.rand(1, 8, 8), [1], torch.full((1, 2), math.nan))]
    for view in views:
        for probe in (None, (0, 0), (len(view.names) - 1, 0)):
            for shades in (True, False):
                drawing, _ = redraw(view, Size(*size), marks, shades=shades, page=1, probe=probe, key="f")
                assert [sum(len(span.text) for span in row) for row in drawing.rows] == [size[0]] * size[1]
                assert marks != "ascii" or drawing.text().isascii()
                assert "\x1b" not in drawing.text()


def test_ten_classes_are_whole_on_a_small_screen() -> None:
    said = drawn(many(), (78, 20))
    assert all(f"\n{digit} " in said for digit in range(10))
    assert "more" not in said
    assert said.count(" %") > 10 + 10  # each row's share, and a bar for each class
    assert "true" in said.split("\n", 2)[2]
    small = drawn(many(), (78, 9), key="f")
    assert "wrong; who was taken for whom: f" in small


@pytest.mark.parametrize("size", [(78, 20), (56, 34)])
def test_it_looks_as_it_did(size: tuple[int, int], snapshot: object) -> None:
    angle = torch.arange(40.0)
    images = (1 - (torch.linspace(-1, 1, 8)[:, None].hypot(torch.linspace(-1, 1, 8)) - 0.6).abs() * 2).clamp(0, 1)
    stack = images * (0.5 + 0.5 * torch.sin(angle)[:, None, None].abs())
    logits = torch.stack([torch.sin(angle * (1 + k)) for k in range(4)], dim=1) * 2
    view = mistakes(stack, angle.long() % 4, logits, ["a", "b", "c", "d"])
    assert drawn(view, size, page=1) == snapshot


def test_it_fills_while_a_training_runs_and_costs_nothing_that_is_not_seen(capsys: pytest.CaptureFixture[str]) -> None:
    images, truth = torch.rand(6, 8, 8), torch.arange(6) % 3
    for step in live.steps(4):
        answers = torch.where(torch.arange(6) < 2 * step, truth, (truth + 1) % 3)
        live.mistakes(images, truth, torch.nn.functional.one_hot(answers, 3) * 5.0, NAMES)
    said = capsys.readouterr().out
    assert said.count("of 6 right") == 1
    assert said.startswith("mistakes\n6 of 6 right, 100.0 %")


def test_a_script_that_runs_alone_is_told_the_worst(capsys: pytest.CaptureFixture[str]) -> None:
    live.mistakes(torch.rand(2, 16), [0, 1], scores([1, 1], [0.9, 0.8]), NAMES, name="pets")
    said = capsys.readouterr().out
    assert "pets\n1 of 2 right, 50.0 %" in said
    assert "cat taken for dog, number 0: 90 % sure" in said


def test_numbers_that_are_none_are_said() -> None:
    logits = torch.randn(4, 3)
    logits[1] = math.nan
    view = mistakes(torch.rand(4, 8, 8), [0, 1, 2, 0], logits)
    assert "1 of 4 rows of logits are not finite" in words(view)
    assert sum(unpack(view.counts)) == 4


@pytest.mark.parametrize(
    ("images", "truth", "logits", "said"),
    [
        ((5, 8, 8), 5, (5,), r"logits of shape \(5,\); \(N, classes\) is needed"),
        ((5, 8, 8), 5, (5, 1), "one of them for each of two classes or more"),
        ((0, 8, 8), 0, (0, 3), r"logits of shape \(0, 3\)"),
        ((4, 8, 8), 5, (5, 3), "4 pictures, 5 true classes and logits for 5"),
        ((5, 8, 8), 4, (5, 3), "5 pictures, 4 true classes"),
        ((5, 8, 8), 5, (5, 2), "the true classes go from 0 to 4; logits for 2 classes have room for 0 to 1"),
        ((5, 7), 5, (5, 5), r"pictures of shape \(5, 7\); \(N, H, W\) is needed"),
        ((5, 4, 8, 8), 5, (5, 5), "for colors"),
    ],
)
def test_what_does_not_fit_together_is_named(
    images: tuple[int, ...], truth: int, logits: tuple[int, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        mistakes(torch.zeros(images), torch.arange(truth), torch.zeros(logits))


def test_nothing_is_changed_and_it_travels() -> None:
    torch.manual_seed(0)
    images = torch.rand(6, 8, 8, requires_grad=True) * 1
    logits = torch.randn(6, 3, requires_grad=True) * 1
    kept, state = logits.detach().clone(), torch.get_rng_state()
    view = mistakes(images, torch.arange(6) % 3, logits)
    assert torch.equal(logits.detach(), kept)
    assert torch.equal(state, torch.get_rng_state())
    shown = Shown(1, 1, 1, "m", view)
    assert decode_from_kernel(encode(shown)[4:]) == shown
    assert draw(view, Size(78, 20), "braille", shades=True).size == (78, 20)
