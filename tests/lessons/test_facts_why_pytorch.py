"""What the first lesson shows, against formulas, finite differences and definitions; no time is looked at."""

import ast
import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from torch import fx, nn

from tests.lessons.whole_lesson import TimedLesson
from tutor.course.model import Prose
from tutor.ui.lesson.screen import LessonScreen

YEARS = {"1958", "1969", "1986", "1989", "2005", "2007", "2011", "2012", "2015", "2016", "2017", "2019", "2022"}


SETTINGS: dict[str, dict[str, Any]] = {
    # The whole lesson runs for each, so each takes something from every control.
    "first": {},
    "second": {"features": "powers", "depth": 1, "width": 2, "rounds": 1, "problem": "and"},
    "third": {"features": "sine", "depth": 1, "rounds": 4, "problem": "xor"},
    "fourth": {"depth": 2, "activation": "none"},
}
DEFAULTS: dict[str, Any] = {
    "features": "x",
    "depth": 0,
    "width": 16,
    "rounds": 2,
    "problem": "or",
    "activation": "tanh",
}


@pytest.fixture(scope="module")
def run(performed):
    return performed("why_pytorch")


@pytest.fixture(scope="module")
def runs(performed):
    return {name: performed("why_pytorch", **controls) for name, controls in SETTINGS.items()}


@pytest.fixture(scope="module")
def text(read):
    blocks = [block for screen in read("why_pytorch").screens for block in screen.blocks]
    return "\n".join(block.text for block in blocks if isinstance(block, Prose))


@pytest.fixture(scope="module")
def data(run):
    return run.names["xs"].ravel(), run.names["ys"]


def loss_in_numpy(p, data):
    """Mean squared error of v · tanh(w · x), the parameters w (k,) and v (k,) in p."""
    x, y = data
    k = len(p) // 2
    guess = sum(p[k + i] * np.tanh(p[i] * x) for i in range(k))
    return np.mean((guess - y) ** 2)


def complex_step(p, data):
    """The gradient by complex steps (Squire and Trapp 1998): exact to rounding, no difference is taken."""
    gradient = []
    for i in range(len(p)):
        q = p.astype(complex)
        q[i] += 1e-30j
        gradient.append(loss_in_numpy(q, data).imag / 1e-30)
    return np.array(gradient)


def test_the_first_screen_trains_with_one_key(run, read):
    screen = read("why_pytorch").screens[0]
    hidden, first = screen.cells
    assert "hidden" in hidden.tags
    assert "hidden" not in first.tags
    losses = run[first.title].column("loss")
    assert len(losses) == 300
    assert losses[-1] < losses[0] / 4
    assert "fit" in run[first.title].views


def test_the_whole_theme_fits_in_twenty_lines(read):
    first = read("why_pytorch").screens[0].cells[1]
    assert len([line for line in first.source.splitlines() if line.strip()]) <= 20


def test_the_noise_is_all_that_is_left_of_the_first_loss(run):
    x, y = run.names["x"], run.names["y"]
    noise = float(((y - torch.sin(2 * x)) ** 2).mean())
    assert run["The whole of it"].column("loss")[-1] == pytest.approx(noise, rel=0.3)


@pytest.mark.parametrize("other", ["x.abs()", "x**3 / 9"])
def test_the_suggested_changes_train_as_well(read, other):
    lesson = read("why_pytorch")
    source = lesson.screens[0].cells[1].source
    assert f"`{other}`" in "".join(block.text for block in lesson.screens[0].blocks if isinstance(block, Prose))
    changed = source.replace("torch.sin(2 * x)", other).replace("live.", "stage.")
    assert other in changed
    losses: list[float] = []
    names = {"torch": torch, "nn": nn, "stage": _Quiet(losses)}
    exec(compile(ast.parse(changed), "changed", "exec"), names)
    assert losses[-1] < losses[0] / 4


class _Quiet:
    """Stands for `tutor.live` and keeps the losses."""

    def __init__(self, losses):
        self.losses = losses

    def steps(self, count):
        return range(count)

    def report(self, loss):
        self.losses.append(loss.item())

    def regression(self, *_):
        pass


def test_one_step_moves_w_against_its_gradient(run):
    shown = run["One step"].shown
    w, a, target = 0.5, 2.0, 0.2
    guess = np.tanh(w * a)
    slope = 2 * (guess - target) * (1 - guess**2) * a
    after = w - 0.1 * slope
    assert shown["loss before"].item() == pytest.approx((guess - target) ** 2, rel=1e-5)
    assert shown["gradient"].item() == pytest.approx(slope, rel=1e-5)
    assert shown["w after"].item() == pytest.approx(after, rel=1e-5)
    assert shown["loss after"].item() == pytest.approx((np.tanh(after * a) - target) ** 2, rel=1e-5)
    assert slope > 0
    assert shown["loss after"] < shown["loss before"]


def test_with_the_other_start_the_output_is_too_small_and_the_sign_turns():
    guess = np.tanh(-0.5 * 2.0)
    assert guess < 0.2  # the quiz
    assert 2 * (guess - 0.2) * (1 - guess**2) * 2.0 < 0


def test_a_sequential_gives_each_layer_what_the_one_before_returned(run):
    model, x = run.names["model"], run.names["x"]
    passed = x
    for layer in model:
        passed = layer(passed)
    assert torch.equal(passed, model(x))


def test_layers_are_introduced_before_the_first_code_uses_them(read):
    for block in read("why_pytorch").screens[0].blocks:
        if not isinstance(block, Prose):
            assert "nn.Sequential" not in block.source
        elif "`nn.Sequential`" in block.text:
            break
    else:
        pytest.fail("nn.Sequential is not introduced")


@pytest.mark.parametrize("size", [4, 64])
def test_three_ways_give_the_same_gradient(run, data, size):
    p = np.random.default_rng(3).normal(size=size)
    exact = complex_step(p, data)
    assert run.names["loss_of"](p) == pytest.approx(loss_in_numpy(p, data))
    assert np.allclose(run.names["by_hand"](p), exact, rtol=1e-10, atol=1e-12)
    assert np.allclose(run.names["by_autograd"](p), exact, rtol=1e-10, atol=1e-12)
    assert np.allclose(run.names["by_nudging"](p), exact, rtol=1e-5, atol=1e-7)


def test_the_three_rows_on_the_screen_are_that_gradient(run, data):
    rows = run["By nudging, and by autograd"].shown["a row each"]
    exact = complex_step(np.random.default_rng(0).normal(size=4), data)
    assert rows.shape == (3, 4)
    assert np.allclose(rows, exact, atol=1e-7)


def test_nudging_takes_two_losses_for_each_parameter(run, monkeypatch):
    calls: list[np.ndarray] = []

    def counted(p):
        calls.append(p)
        return 0.0

    monkeypatch.setitem(run.names, "loss_of", counted)
    for size in (4, 400):
        calls.clear()
        run.names["by_nudging"](np.zeros(size))
        assert len(calls) == 2 * size


def test_each_way_says_its_error_and_its_time(run):
    shown = run["Side by side"].shown
    errors = {}
    for name in ("by_hand", "by_nudging", "by_autograd"):
        error, _ = re.fullmatch(r"error (\S+), (\S+) ms", shown[name]).groups()
        errors[name] = float(error)
    assert errors["by_hand"] == 0
    assert errors["by_autograd"] < 1e-11
    assert errors["by_autograd"] < errors["by_nudging"] < 1e-5
    assert [series.name for series in run["As a chart"].views["comparison"].series] == list(errors)


def test_the_error_falls_and_rises_with_the_nudge(run):
    errors = run.names["errors"]
    for name, smallest in (("float64", 1e-9), ("float32", 1e-4)):
        sizes, offs = zip(*errors[name], strict=True)
        best = int(np.argmin(offs))
        assert len(sizes) == 12
        assert 0 < best < 11
        assert offs[best] < smallest
        assert offs[0] > 10 * offs[best]
        assert offs[-1] > 10 * offs[best]
    assert run.names["exact"] == pytest.approx(1 / np.cosh(0.7) ** 2)


def test_at_the_flat_end_the_nudge_is_lost_and_the_error_is_the_slope(run):
    lost = [
        (h, error) for h, error in run.names["errors"]["float32"] if np.float32(0.7) + np.float32(h) == np.float32(0.7)
    ]
    assert len(lost) >= 3
    assert all(error == run.names["exact"] for _, error in lost)
    best = {name: min(errors, key=lambda one: one[1])[0] for name, errors in run.names["errors"].items()}
    assert best["float32"] > 100 * best["float64"]  # with 32 bits it is larger


@pytest.mark.parametrize("name", ["first", "second", "third"])
def test_chosen_features_are_fitted_by_least_squares(runs, data, name):
    x, y = data
    kind = (DEFAULTS | SETTINGS[name])["features"]
    columns = {"x": [x], "powers": [x, x**2, x**3], "sine": [np.sin(2 * x)]}[kind]
    A = np.stack([*columns, np.ones_like(x)], axis=1)  # noqa: N806
    best, *_ = np.linalg.lstsq(A, y, rcond=None)
    shown = runs[name]["Features that you choose"].shown[""]
    assert shown.item() == pytest.approx(np.mean((A @ best - y) ** 2), rel=1e-4)


def test_width_and_depth_bring_the_loss_down_and_without_a_bend_nothing_does(runs, data):
    x, y = data
    straight = np.mean((np.polyval(np.polyfit(x, y, 1), x) - y) ** 2)
    linear, narrow, wide, unbent = (runs[name]["Train the cascade"].column("loss")[-1] for name in SETTINGS)
    assert linear == pytest.approx(straight, rel=0.02)
    assert unbent == pytest.approx(straight, rel=0.02)
    assert wide < narrow < linear


@pytest.mark.parametrize("name", SETTINGS)
def test_the_number_of_parameters_is_counted(runs, name):
    controls = DEFAULTS | SETTINGS[name]
    sizes = [1, *[controls["width"]] * controls["depth"], 1]
    expected = sum(a * b + b for a, b in pairwise(sizes))
    assert runs[name]["A cascade"].shown[""] == expected


@pytest.mark.parametrize("name", SETTINGS)
def test_the_loop_decides_what_the_graph_is(runs, name):
    h = 2.0
    for _ in range((DEFAULTS | SETTINGS[name])["rounds"]):
        h = np.tanh(0.8 * h)
        h = h / 2 if h > 0.9 else h
    assert runs[name]["A loop makes the graph"].shown[""].item() == pytest.approx(h, rel=1e-5)


def test_the_graphs_differ_with_the_rounds(runs):
    views = [repr(runs[name]["A loop makes the graph"].views["graph of h"]) for name in ("first", "second", "third")]
    assert len(set(views)) == 3


def test_print_shows_numbers_in_the_dynamic_graph_and_none_in_the_static_one(run):
    first, twice, while_built, nodes, static, second, once = run["Both ways"].output.splitlines()
    assert first.startswith("h is tensor([0.46")
    assert second == first
    assert "Proxy" in while_built
    assert "tanh" in nodes
    total = np.tanh([0.5, 1.0]).sum()
    assert twice == f"Dynamic: tensor({2 * total:.4f})"
    assert static == f"Static, not twice: tensor({2 * total:.4f})"  # stays decided, and nothing is printed
    assert once == f"Dynamic, not twice: tensor({total:.4f})"


def test_the_answers_on_if_say_what_each_recorder_does():
    def forward(x):
        return x if x.sum() > 0 else -x

    with pytest.raises(fx.proxy.TraceError):
        fx.symbolic_trace(forward)


@pytest.mark.filterwarnings("ignore")
def test_script_reads_both_branches_and_trace_keeps_that_of_the_example():
    def forward(x):
        return x if x.sum() > 0 else -x

    up, down = torch.tensor([1.0]), torch.tensor([-1.0])
    scripted = torch.jit.script(_up_or_down)
    assert scripted(up) == scripted(down) == up
    assert torch.jit.trace(forward, up)(down) == down


def _up_or_down(x):
    if x.sum() > 0:
        return x
    return -x


@pytest.mark.parametrize("name", ["first", "second"])
def test_the_perceptron_learns_what_a_line_can_part(runs, name):
    wrong = runs[name]["A perceptron"].column("wrong")
    assert wrong[0] > 0
    assert wrong[-8:] == [0] * 8


def test_a_line_can_have_both_yes_corners_of_xor_on_one_side():
    """The reason is only right with the no corners: 1 above x + y = 0.5 are both yes corners, and one no corner."""
    above = {corner: sum(corner) > 0.5 for corner in [(0, 0), (0, 1), (1, 0), (1, 1)]}
    assert above == {(0, 0): False, (0, 1): True, (1, 0): True, (1, 1): True}


def test_no_line_parts_xor(runs):
    assert min(runs["third"]["A perceptron"].column("wrong")) > 0
    weights = np.stack(np.meshgrid(*[np.linspace(-2, 2, 21)] * 3), axis=-1).reshape(-1, 3)
    corners = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    says = weights @ corners.T > 0
    assert not (says == [False, True, True, False]).all(axis=1).any()


def test_one_layer_more_solves_it(run):
    assert run["One layer more"].column("wrong")[-1] == 0
    assert run["One layer more"].column("loss")[-1] < 0.01


def test_the_gradient_as_a_function_is_the_same(run):
    shown = run["A gradient as a function, on your device"].shown
    assert shown["a.grad"].tolist() == shown["as in JAX"].tolist() == [2.0, -4.0]


def test_the_gradients_pass_pytorchs_own_check(run):
    assert run["Checked by nudging"].shown[""] is True


def test_the_years_are_the_syllabuss(text):
    outside = re.sub(r"(?s)```.*?```|`[^`]*`", "", text)
    assert set(re.findall(r"(?<![\w.])\d{4}(?!\w)", outside)) == YEARS


KEYS = {
    # (lesson, key as the prose names it, what the tutor calls its action)
    ("why_pytorch", "ctrl+r", "run"),
    ("why_pytorch", "f", "full"),
    ("why_pytorch", "enter", "edit"),
    ("why_pytorch", "escape", "leave"),
    ("why_pytorch", "r", "run_all"),
    ("why_pytorch", "tab", "select_next(1)"),
    ("why_pytorch", "]", "nudge(1)"),
    ("why_pytorch", "[", "nudge(-1)"),
    ("why_pytorch", "c", "next_control"),
    ("tensors", "]", "nudge(1)"),
    ("tensors", "[", "nudge(-1)"),
    ("tensors", "i", "inspect"),
    ("graphs", "f", "full"),
    ("graphs", "tab", "select_next(1)"),
    ("graphs", "enter", "edit"),
    ("graphs", "[", "nudge(-1)"),
    ("graphs", ")", "leaf(1)"),
    ("graphs", "(", "leaf(-1)"),
}
NAMES_OF_KEYS = {
    "]": "right_square_bracket",
    "[": "left_square_bracket",
    ")": "right_parenthesis",
    "(": "left_parenthesis",
}


@pytest.mark.parametrize(("slug", "key", "action"), sorted(KEYS))
def test_the_keys_that_the_first_lessons_name_do_what_is_said(read, slug, key, action):
    blocks = [block for screen in read(slug).screens for block in screen.blocks if isinstance(block, Prose)]
    assert any(f"`{key}`" in block.text for block in blocks)
    done = {one: command.action for command in LessonScreen.ACTIONS for one in command.keys.split(",")}
    assert done[NAMES_OF_KEYS.get(key, key)] == action


@pytest.mark.parametrize(
    "said",
    [
        "perceptron, 1958; *Perceptrons*, 1969",
        "| 1986, 1989 | backpropagation spreads; LeNet reads digits |",
        "| 2005, 2011 | AI in the news: DARPA Grand Challenge; IBM Watson |",
        "| 2007, 2012 | CUDA; AlexNet, trained with it |",
        "| Nov 2015 | TensorFlow is opened |",
        "| 2016, Jan 2017 | PyTorch is first public, then launched |",
        "| 2017, 2019 | the Transformer; TensorFlow 2, dynamic as well |",
        "| Nov 2022 | ChatGPT |",
    ],
)
def test_history_is_told_as_the_syllabus_has_it(text, said):
    assert said in text


class TestTheWholeLesson(TimedLesson):
    lesson = "why_pytorch"
