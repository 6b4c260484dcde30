"""What the lesson on modules shows, computed again in another way; what its trainings show holds for ten seeds."""

import contextlib
import io
import math

import numpy as np
import pytest
import torch

from tests.lessons.conftest import CellRecord, RecordingStage, run_cell
from tests.lessons.whole_lesson import WholeLesson
from tutor import live
from tutor.commands.verifying.lessons import needed_by_each

TRAINED = (
    "Train both",
    "Measured in both modes",
    "One class at a time",
    "Nothing but noise",
    "Train the three",
    "They die, and nobody notices",
)


@pytest.fixture(scope="module")
def run(performed):
    return performed("modules")


def with_seed(lesson, seed):
    """The cells with a training, and those that they need, with another seed than 0."""
    need = needed_by_each(lesson)
    wanted = {place for place, cell in enumerate(lesson.cells) if cell.title in TRAINED}
    stage, names, cells = RecordingStage({}), {"__name__": "__main__"}, {}
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    live.enter(stage)
    try:
        for place in sorted(wanted.union(*(need[place] for place in wanted))):
            cell = lesson.cells[place]
            stage.cell = CellRecord()
            source = cell.source.replace("torch.manual_seed(0)", f"torch.manual_seed({seed})")
            with contextlib.redirect_stdout(io.StringIO()):
                run_cell(source, cell.title, names, stage)
            cells[cell.title] = stage.cell
    finally:
        live.enter(live.Terminal())
        torch.set_num_threads(threads)
    return cells


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_what_the_trainings_show_does_not_depend_on_the_seed(read, run, seed):
    cells = with_seed(read("modules"), seed) if seed else run.cells
    stacks = cells["Train both"].reports[-1]
    assert stacks["loss[ModuleList]"] < 1.5 < 2 < stacks["loss[list]"]
    modes = cells["Measured in both modes"].reports
    assert all(one["accuracy[eval()]"] > one["accuracy[train()]"] for one in modes)
    one_class = cells["One class at a time"].reports
    assert np.mean([one["right[train()]"] for one in one_class]) < 0.4
    assert np.mean([one["right[eval()]"] for one in one_class]) > 0.9
    assert one_class[7]["right[train()]"] < one_class[7]["right[eval()]"] - 0.4
    noise = cells["Nothing but noise"].column("accuracy")
    assert noise[0] > 0.93
    assert noise[-1] < noise[0] - 0.04
    deep = {name: np.mean(cells["Train the three"].column(f"loss[{name}]")[-20:]) for name in ("default", "Xavier")}
    kaiming = np.mean(cells["Train the three"].column("loss[Kaiming]")[-20:])
    assert abs(deep["default"] - math.log(10)) < 0.05
    assert kaiming < 1.3 < 1.8 < deep["Xavier"] < deep["default"]
    alive = cells["They die, and nobody notices"].reports
    assert alive[-1]["dead[first]"] > 0.2 > 0.12 > alive[0]["dead[first]"]
    assert alive[-1]["accuracy"] > 0.9


def test_a_training_needs_no_other_training_but_the_one_that_it_goes_on_with(read):
    lesson = read("modules")
    titles = [cell.title for cell in lesson.cells]
    trainings = {*TRAINED, "It learns its shape", "With batch normalization", "The same picture again"}
    needed = {
        cell.title: {titles[one] for one in need} & trainings
        for cell, need in zip(lesson.cells, needed_by_each(lesson), strict=True)
        if cell.title in TRAINED
    }
    normed = {"With batch normalization"}
    assert needed == {
        title: normed | ({"One class at a time"} if title == "Nothing but noise" else set())
        if title in ("One class at a time", "Nothing but noise")
        else set()
        for title in TRAINED
    }


# ------------------------------------------------------------------------------------------------- counts and names


def test_parameters_and_their_bytes_are_those_of_the_formula(run):
    assert run["Count them"].output.splitlines() == ["[6, 16, 10, 3]", "35 in all"]
    view = run["A network for digits"].views["network"]
    assert view.parameters == 64 * 32 + 32 + 32 * 10 + 10
    assert view.size == 4 * view.parameters
    lines = run["What training adds"].output.splitlines()
    assert len(lines) == 4
    assert all("79,510 numbers" in line and "318,040 bytes" in line for line in lines)
    assert 784 * 100 + 100 + 100 * 10 + 10 == 79_510


def test_sequential_is_its_layers_one_after_another(run):
    assert run["The same by hand"].output.splitlines()[-1] == "equal: True"


def test_weights_are_taken_over_by_name(run):
    assert run["Take over weights"].output.split() == ["before:", "False", "after:", "True"]


def test_a_module_that_was_not_begun_says_so(run):
    assert "cannot assign module before Module.__init__() call" in run["Without super"].output


def test_a_list_hides_what_is_in_it(run):
    plain, known = run["The layers are kept by a list"].output.splitlines()
    assert plain == "list: 50 parameters, ['out.weight', 'out.bias']"
    assert known.startswith(f"ModuleList: {64 * 16 + 16 + 16 * 4 + 4 + 50} parameters")
    with pytest.raises(ValueError, match="optimizer got an empty parameter list"):
        torch.optim.SGD(torch.nn.Module().parameters())


def test_a_layer_made_in_forward_answers_anew_each_time(run):
    cell = run["The same picture again"]
    assert len(set(cell.column("logit[in __init__]"))) == 1
    assert len(set(cell.column("logit[in forward]"))) == len(cell.reports)


def test_a_buffer_moves_and_is_saved_and_a_plain_tensor_is_not(run):
    lines = [line.split() for line in run["Move it"].output.splitlines()]
    assert lines[0] == ["state_dict:", "['mean']"]
    assert lines[1:3] == [["mean", "torch.float64"], ["std", "torch.float32"]]


# ---------------------------------------------------------------------------------------------- layers of one's own


def test_swish_is_half_a_line_or_nearly_relu(run):
    swish, line = run.names["Swish"](), torch.linspace(-4, 4, 41)
    with torch.no_grad():
        assert torch.allclose(swish(line), torch.nn.functional.silu(line), atol=1e-6)
        swish.beta.fill_(0)
        assert torch.allclose(swish(line), line / 2)
        swish.beta.fill_(8)
        assert (swish(line) - line.clamp(min=0)).abs().max() < 0.05
    beta = run["It learns its shape"].column("beta")
    assert beta[0] == 1
    assert abs(beta[-1] - 1) > 0.1


def test_dropout_keeps_the_mean_by_what_it_multiplies_with(run):
    assert abs(run["Ones go in"].column("over_calls")[-1] - 1) < 0.05
    for p in (0.2, 0.5, 0.9):
        out = torch.nn.Dropout(p)(torch.ones(10_000))
        kept = out[out != 0]
        assert torch.allclose(kept, torch.tensor(1 / (1 - p)))
        assert len(kept) / 10_000 == pytest.approx(1 - p, abs=0.03)
    assert run["In evaluation mode"].output.strip() == "as it came in: True"
    drop = torch.nn.Dropout(0.5).eval()
    assert torch.equal(drop(torch.ones(9)), torch.ones(9))


def test_eval_leaves_gradients_on():
    layer = torch.nn.Linear(2, 2).eval()
    assert layer(torch.ones(1, 2)).requires_grad


# ------------------------------------------------------------------------------------------------------------ norms


def test_running_statistics_follow_by_a_tenth(run):
    cell = run["Data that move"]
    running = 0.0
    for batch, kept in zip(cell.column("mean[batch]"), cell.column("mean[running]"), strict=True):
        running = 0.9 * running + 0.1 * batch
        assert kept == pytest.approx(running, abs=1e-4)
    assert [line.split()[:2] for line in run["What it keeps"].output.splitlines()] == [
        ["weight", "learned"],
        ["bias", "learned"],
        ["running_mean", "buffer"],
        ["running_var", "buffer"],
        ["num_batches_tracked", "buffer"],
    ]


def test_the_running_variance_is_unbiased_and_what_a_batch_is_divided_by_is_not():
    data = torch.randn(5, 1) * 3
    norm = torch.nn.BatchNorm1d(1, momentum=1.0, eps=1e-12)
    out = norm(data)
    assert norm.running_var.item() == pytest.approx(data.var().item(), rel=1e-5)
    assert out.var(unbiased=False).item() == pytest.approx(1, rel=1e-4)


def test_one_row_cannot_be_normalized_in_training_mode(run):
    assert "Expected more than 1 value per channel when training" in run["A batch of one"].output
    assert torch.isfinite(torch.nn.LayerNorm(4)(torch.randn(1, 4))).all()


def test_batch_norm_centers_columns_and_layer_norm_rows(run):
    by_batch, by_layer = run.names["by_batch"].detach(), run.names["by_layer"].detach()
    assert torch.allclose(by_batch.mean(0), torch.zeros(4), atol=1e-5)
    assert torch.allclose(by_layer.mean(1), torch.zeros(6), atol=1e-5)
    assert (by_layer.argmax(1) == 2).all()
    assert not (by_batch.argmax(1) == 2).all()
    for seed in range(10):
        torch.manual_seed(seed)
        rows = torch.randn(6, 4) + torch.tensor([0.0, 0.0, 5.0, 0.0])
        assert (torch.nn.LayerNorm(4)(rows).argmax(1) == 2).all()
        assert not (torch.nn.BatchNorm1d(4)(rows).argmax(1) == 2).all()
    layer = torch.nn.LayerNorm(4)
    assert torch.equal(layer(torch.ones(2, 4)), layer.eval()(torch.ones(2, 4)))


# --------------------------------------------------------------------------------------------------- thirty layers


@pytest.mark.parametrize(
    ("activation", "gain", "low", "high"),
    [
        ("none", 1.0, 0.5, 2),
        ("none", 2.0, 1e8, 1e10),
        ("tanh", 1.0, 0.05, 0.2),
        ("tanh", 1.667, 0.55, 0.75),
        ("ReLU", 1.0, 1e-6, 1e-3),
        ("ReLU", 1.414, 0.2, 2),
    ],
)
def test_the_gain_decides_what_is_left_after_thirty_layers(run, activation, gain, low, high):
    h = run.names["start"]
    for weight in run.names["weights"]:
        h = run.names["bends"][activation](gain * (h @ weight.T))
    assert low < h.std() < high


def test_the_histograms_end_with_what_thirty_layers_of_tanh_leave(run):
    last = run["Turn the gain"].views["histogram"].spreads[-1].statistics
    assert 0.05 < last.deviation < 0.2


def test_relu_keeps_half_of_the_squares_and_kaiming_makes_up_for_it():
    z = torch.randn(200_000, generator=torch.Generator().manual_seed(0))
    assert z.relu().square().mean().item() == pytest.approx(0.5, abs=0.01)
    weight = torch.empty(500, 400)
    torch.nn.init.kaiming_normal_(weight)
    assert weight.std().item() * math.sqrt(400) == pytest.approx(math.sqrt(2), rel=0.02)
    torch.nn.init.xavier_normal_(square := torch.empty(400, 400))
    assert square.std().item() * math.sqrt(400) == pytest.approx(1, rel=0.02)
    default = torch.nn.Linear(400, 500).weight
    assert default.std().item() * math.sqrt(400) == pytest.approx(1 / math.sqrt(3), rel=0.02)


def test_with_the_default_every_input_ends_up_with_the_same_output():
    for seed in range(10):
        torch.manual_seed(seed)
        h = torch.randn(16, 256)
        with torch.no_grad():
            for _ in range(30):
                h = torch.relu(torch.nn.Linear(256, 256)(h))
        assert h.std() > 0.01
        assert h.std(dim=0).mean() < 1e-6


# ------------------------------------------------------------------------------------------------ hooks and sharing


def test_the_hooks_count_what_is_0_for_every_example_and_are_taken_off(run):
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU())
    with torch.no_grad():
        model[0].weight.fill_(1.0)
        model[0].bias.copy_(torch.tensor([0.0, -100.0, 1.0]))
    (share,) = run.names["dead_units"](model, torch.rand(5, 2))
    assert share.item() == pytest.approx(1 / 3)
    assert not model[1]._forward_hooks
    model(torch.rand(5, 2)).sum().backward()
    assert not model[0].weight.grad[1].any()
    assert model[0].bias.grad[1] == 0


def test_a_shared_table_is_counted_once_and_gets_both_gradients(run):
    lines = run["Counted once"].output.splitlines()
    assert lines == [
        "tied 64,000, not tied 128,000",
        "named_parameters: ['table.weight']",
        "state_dict: ['table.weight', 'out.weight']",
    ]
    view = run["Counted once"].views["network"]
    assert [layer.parameters for layer in view.layers] == [64_000, 0]
    assert run["Two ways to the loss"].output.strip() == "the sum of both: True"


def test_the_last_cell_lists_layers(run):
    assert {"Linear", "BatchNorm1d", "LayerNorm", "Dropout", "Embedding"} <= set(
        run["The layers that there are"].shown[""]
    )


class TestTheWholeLesson(WholeLesson):
    lesson = "modules"
