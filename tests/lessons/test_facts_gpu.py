"""What the lesson on GPUs shows, wherever it runs: what moves, what waits, what is rounded, what is kept. No time is
judged, and nothing is said of a GPU that is not there."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch.nn import functional

from tests.lessons.whole_lesson import WholeLesson
from tutor.views.packing import unpack

SETTINGS = {
    "default": {},
    "both": {"moved": "both", "look_every": 12, "branch": "torch.where", "step_size": 0.02},
    "the batch": {"moved": "the batch", "look_every": 5, "batch_size": 1},
    "nothing": {"moved": "nothing", "batch_size": 1797},
}


@pytest.fixture(scope="module")
def runs(performed):
    return {name: performed("gpu", **controls) for name, controls in SETTINGS.items()}


@pytest.fixture(scope="module")
def run(runs):
    return runs["default"]


def points(view):
    """A chart's points by the name of the series."""
    return {one.name: dict(zip(unpack(one.x), unpack(one.y), strict=True)) for one in view.series}


def printed(cell):
    """The lines that a cell printed, each from its first words to its last number or word."""
    return cell.output.splitlines()


def bytes_printed(cell):
    lines = re.findall(r"(?m)^(.+?) +([\d,]+) bytes$", cell.output)
    return {name: int(number.replace(",", "")) for name, number in lines}


# ------------------------------------------------------------------------------------------------ what is moved


def test_the_training_runs_on_each_device_there_is_and_learns(run):
    cell = run["On each device"]
    for where in run.names["devices"]:
        losses = cell.column(f"loss[{torch.device(where).type}]")
        assert losses[-1] < 0.2 < losses[0]
    assert run.names["steps"] == -(-1797 // 64)
    assert len(unpack(cell.views["steps a second"].rows[0].values)) == len(run.names["devices"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("default", "RuntimeError: "),
        ("the batch", "RuntimeError: "),
        ("both", "it works: the answer lies on meta"),
        ("nothing", "it works: the answer lies on cpu"),
    ],
)
def test_a_layer_and_a_batch_on_two_devices_are_refused_and_on_one_are_not(runs, name, said):
    output = runs[name]["Moved, or not"].output
    assert output.startswith(said)
    if said.startswith("RuntimeError"):
        assert "cpu" in output
        assert "meta" in output


def test_a_tensor_stays_where_it_is_and_a_module_moves():
    x, layer = torch.ones(2, 3), torch.nn.Linear(3, 1)
    x.to("meta"), layer.to("meta")
    assert (x.device.type, layer.weight.device.type) == ("cpu", "meta")


def test_what_follows_a_model_and_what_stays_behind(run):
    places = dict(line.rsplit(maxsplit=1) for line in printed(run["Where everything lies"]))
    assert {name for name, where in places.items() if where == "cpu"} == {"the attribute scale", "Adam's step"}
    assert set(places.values()) == {"cpu", "meta"}
    assert {"weight", "its gradient", "the buffer mean", "Adam's exp_avg", "Adam's exp_avg_sq"} < set(places)


def test_an_optimizer_made_before_the_move_can_hold_what_no_model_has(run):
    held, own = (line.split()[-1] for line in printed(run["An optimizer that was made too early"]))
    assert (held, own) == ("cpu", "meta")


# --------------------------------------------------------------------------------------------- queue and copies


@pytest.mark.parametrize(("name", "every"), [("default", 1), ("both", 12), ("the batch", 5)])
def test_python_waits_as_often_as_it_looks_and_the_played_device_does_every_step(runs, name, every):
    cell = runs[name]["Twelve steps through a queue"]
    bars = {(cell.views["queue"].rows[one.row], one.kind): len(unpack(one.starts)) for one in cell.views["queue"].bars}
    assert cell.output == f"times that Python waited: {12 // every}\n"
    assert bars["device", "computes"] == bars["Python", "prepares"] == 12


def test_a_look_at_each_step_has_the_device_idle_while_python_prepares(run):
    assert run["Twelve steps through a queue"].views["queue"].overlap == 0


class Device:
    """Stands for an accelerator: counts what it is asked to do, and when."""

    def __init__(self):
        self.log = []

    def synchronize(self, where):
        self.log.append(("synchronize", where.type))


def test_the_stopwatch_waits_before_and_after_each_run_and_warms_up(run, monkeypatch):
    device = Device()
    monkeypatch.setattr(torch, "accelerator", device)
    names = run.names
    monkeypatch.setitem(names, "device", torch.device("cuda"))
    ticks = iter(range(100))

    def clock():
        device.log.append("clock")
        return float(next(ticks))

    monkeypatch.setitem(names, "perf_counter", clock)
    assert names["timed"](lambda: device.log.append("run"), 3) == 1.0
    waits = ("synchronize", "cuda")
    assert device.log == ["run"] + [waits, "clock", "run", waits, "clock"] * 3


def test_a_cpu_is_not_waited_for(run, monkeypatch):
    monkeypatch.setattr(torch, "accelerator", SimpleNamespace())
    run.names["wait"](torch.device("cpu"))


def test_a_copy_that_is_read_before_it_is_done_is_wrong_without_an_error(run):
    assert printed(run["Read too early"]) == [
        "read at once   [0.0, 0.0, 0.0, 0.0]",
        "read when done [1.0, 1.0, 1.0, 1.0]",
    ]


def test_the_loader_gives_all_batches_on_the_device(run):
    assert printed(run["A loader for any device"]) == [f"29 batches, the last {(1797 - 28 * 64, 64)}", "on cpu"]


# ---------------------------------------------------------------------------------------------------- 16 bits


@pytest.mark.parametrize("value", [0.1, 1.0, 3.14159, 65504.0, 1e-7, 70000.0, 1e-9])
def test_the_bits_are_those_of_the_number_and_make_it_up_again(performed, value):
    cell = performed("gpu", number=value)["Three ways to keep a number"]
    lines = [line.split() for line in printed(cell)]
    for (name, sign, exponent, fraction), (_, kept) in zip(lines[::2], lines[1::2], strict=True):
        dtype, wide = {
            "float32": (torch.float32, (8, 23)),
            "bfloat16": (torch.bfloat16, (8, 7)),
            "float16": (torch.float16, (5, 10)),
        }[name]
        assert (len(exponent), len(fraction)) == wide
        bias, power = 2 ** (wide[0] - 1) - 1, int(exponent, 2)
        part = int(fraction, 2) / 2 ** wide[1]
        if power == 2 ** wide[0] - 1:
            made = float("inf")
        elif power == 0:
            made = part * 2.0 ** (1 - bias)
        else:
            made = (1 + part) * 2.0 ** (power - bias)
        assert sign == "0"
        assert made == torch.tensor(value).to(dtype).item()
        assert float(kept) == pytest.approx(made, rel=1e-8)


def test_bfloat16_rounds_more_coarsely_and_float16_gives_out_at_both_ends(run):
    seen = points(run["The error over the range"].views["comparison"])
    assert len(set(np.round(list(seen["bfloat16"].values()), 6))) == 1
    middle = [x for x in seen["float16"] if 1e-3 < x < 1e3]
    assert all(seen["float16"][x] < seen["bfloat16"][x] / 4 for x in middle)
    assert seen["float16"][min(seen["float16"])] == 1  # became 0
    assert max(seen["float16"]) < 65504 < max(seen["bfloat16"])  # inf is not drawn


def test_a_small_step_from_1_is_lost_in_bfloat16_and_a_large_one_is_not(runs):
    small, large = (runs[name]["Two hundred small steps"].reports[-1] for name in ("default", "both"))
    assert small["weight[bfloat16]"] == 1
    assert small["weight[float32]"] == pytest.approx(1 + 199 * 0.001, rel=1e-3)
    assert large["weight[bfloat16]"] > 2


def test_under_autocast_only_the_products_are_in_16_bits(run):
    dtypes = dict(line.split() for line in printed(run["Which dtype each has"]))
    assert dtypes.pop("logits") == "torch.bfloat16"
    assert set(dtypes.values()) == {"torch.float32"}


def test_with_autocast_the_training_learns_as_without(run):
    cell = run["The training in both"]
    for name in ("float32", "bfloat16"):
        losses = cell.column(f"loss[{name}]")
        assert losses[-1] < 0.3 * losses[0]
    assert cell.column("loss[float32]") != cell.column("loss[bfloat16]")


@pytest.mark.parametrize(
    ("old", "new", "said"), [(3.0, 1.0, "3.0 times faster"), (1.0, 2.5, "2.5 times slower"), (1.0, 1.04, "as fast")]
)
def test_which_way_round_it_came_out_is_what_was_measured(run, capsys, old, new, said):
    run.names["against"]("it", old, new)
    assert capsys.readouterr().out == f"it: {said} here\n"


def test_a_scale_saves_gradients_from_0_until_they_become_inf(run):
    shares = points(run["Gradients lost at both ends"].views["comparison"])
    zero, large = list(shares["became 0"].values()), list(shares["became inf"].values())
    assert zero[0] > 0.3 > 0.05 > zero[-1]
    assert sorted(zero, reverse=True) == zero
    assert sorted(large) == large
    assert large[0] == 0 < large[-1]


def test_the_scaler_skips_until_the_scale_fits_and_raises_it_after_good_steps(run):
    cell = run["A scaler at work"]
    scale, loss = cell.column("scale"), cell.column("loss")
    first_good = next(k for k in range(1, 60) if scale[k] >= scale[k - 1])
    assert scale[0] == 2.0**30
    assert len(set(loss[:first_good])) == 1  # skipped: nothing was learned
    assert all(scale[k] == scale[k - 1] / 2 for k in range(1, first_good))
    assert any(scale[k] == 2 * scale[k - 1] for k in range(1, 60))
    assert loss[-1] < 0.5 * loss[0]


def test_the_profiler_says_nothing_of_its_own_below_the_cell(run):
    assert run["Three steps under the profiler"].output == ""


# ---------------------------------------------------------------------------------------------------- compiling


def test_the_graph_holds_what_the_function_does_in_its_order(run):
    lines = [line.split(maxsplit=2) for line in printed(run["What is recorded"])]
    assert lines[0][0] == "placeholder"
    assert [line[1] for line in lines[1:-1]] == ["sin", "cos", "add", "mul"]
    assert lines[-1][0] == "output"


@pytest.mark.parametrize(("name", "said"), [("default", "2 graphs\n"), ("both", "1 graph\n")])
def test_an_if_on_a_tensor_breaks_the_graph_and_torch_where_does_not(runs, name, said):
    assert runs[name]["How many graphs"].output == said


def test_both_ways_of_the_branch_compute_the_same(run):
    for x in (torch.rand(8), -torch.rand(8)):
        assert torch.allclose(run.names["with_if"](x), run.names["with_where"](x))


def test_where_there_is_no_gpu_nothing_is_shown_of_one(run):
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")
    cell = run["A CUDA graph, where there is CUDA"]
    assert "nothing was recorded or replayed" in cell.output
    assert "No run called 'gpu' has been recorded on a GPU yet." in cell.output
    assert not cell.views
    assert printed(run["What a device says of its memory"]) == ["no CUDA here, so no such read-outs"]


# ------------------------------------------------------------------------------------------------------- memory

WEIGHTS = 4 * (64 * 512 + 512 + 512 * 10 + 10)


@pytest.mark.parametrize(("name", "rows"), [("default", 256), ("the batch", 1), ("nothing", 1797)])
def test_the_bill_is_the_bytes_of_weights_gradients_state_and_what_is_kept(runs, name, rows):
    bill = bytes_printed(runs[name]["The bill"])
    assert bill["weights"] == bill["grads"] == WEIGHTS
    assert bill["Adam"] == 2 * WEIGHTS  # 8 bytes for each parameter
    assert bill["kept"] == 4 * rows * (64 + 512)  # the input, and the ReLU's result
    assert list(unpack(runs[name]["The bill"].views["bytes"].rows[0].values)) == list(bill.values())


def test_adam_keeps_8_bytes_for_each_parameter(run):
    model = run.names["made"](512)
    adam = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 64)).sum().backward()
    adam.step()
    means = [v for p in model.parameters() for k, v in adam.state[p].items() if k != "step"]
    assert sum(mean.nbytes for mean in means) == 2 * WEIGHTS


def test_on_a_cpu_too_much_memory_is_a_plain_runtime_error(run):
    kind, words = printed(run["More than there is"])
    assert kind == "RuntimeError, an OutOfMemoryError: False"
    assert str(4 * 2**50) in words
    assert issubclass(torch.OutOfMemoryError, RuntimeError)


def test_a_batch_in_pieces_has_the_same_gradient_and_keeps_less(run):
    cell = run["Less to keep, the same gradient"]
    largest = float(cell.output.split()[-1])
    assert max(cell.column("apart")) < 1e-4 * largest
    kept = points(cell.views["comparison"])["way back"]
    assert kept == {float(n): 512 // n * 4 * (64 + 256) / 1024 for n in (1, 2, 4, 8, 16, 32)}


def test_uneven_pieces_count_by_their_shares(run):
    torch.manual_seed(1)
    model, x, y = run.names["made"](16), torch.rand(100, 64), torch.arange(100) % 10
    gradient = run.names["gradient_of"]
    assert torch.allclose(gradient(model, x, y, 7), gradient(model, x, y, 1), atol=1e-6)
    model.zero_grad()
    for rows in (slice(0, 64), slice(64, 100)):
        (functional.cross_entropy(model(x[rows]), y[rows]) / 2).backward()
    assert not torch.allclose(model[0].weight.grad, gradient(model, x, y, 1), atol=1e-5)


def test_checkpointing_keeps_the_inputs_of_blocks_runs_them_twice_and_changes_no_gradient(run):
    kept = points(run["Kept, or computed again"].views["comparison"])
    for blocks, size in kept["inputs"].items():
        assert size == blocks * 64 * 64 * 4 / 1024
        assert kept["all"][blocks] > 3 * size
    *lines, same = printed(run["How often they run, and the gradients"])
    assert [int(line.split()[2]) for line in lines] == [12, 24]
    assert same == "same gradient: True"


# --------------------------------------------------------------------------------------------------- measuring


def test_the_timeline_holds_three_of_each_stage_one_after_the_other(run):
    view = run["As a timeline"].views["three steps"]
    assert list(view.rows) == ["1 forward", "2 backward", "3 optimizer"]
    assert [len(unpack(one.starts)) for one in view.bars] == [3, 3, 3]
    assert view.overlap == 0


def test_the_roof_is_what_was_measured_and_the_layers_point_is_its_own_arithmetic(performed):
    run = performed("gpu", batch=4, width=64)
    names = run.names
    seen = points(run["On the roofline"].views["roof"])
    flops, moved = 2 * 4 * 64 * 64, 4 * (4 * 64 + 4 * 64 + 64 * 64)
    (layer,) = (name for name in seen if name.startswith("layer"))
    assert list(seen[layer]) == pytest.approx([flops / moved])
    assert layer.endswith("memory" if flops / moved < names["peak"] / names["bandwidth"] else "arithmetic")
    assert all(y == pytest.approx(names["peak"]) for y in seen["arithmetic"].values())
    assert all(y == pytest.approx(names["bandwidth"] * x) for x, y in seen["memory"].items())


def test_what_a_step_keeps_grows_with_the_batch_alone(run):
    cell = run["Images a second, and what they keep"]
    assert points(cell.views["kept"])["cpu"] == {2.0**k: 2**k * 4 * (64 + 256) / 1024 for k in range(11)}
    assert list(points(cell.views["throughput"])["cpu"]) == [2.0**k for k in range(11)]


def test_ones_own_epoch_begins_as_the_usual_one(run):
    usual, yours = re.findall(r"loss (\d\.\d+)", run["Your own epoch"].output)
    assert usual == yours


class TestTheWholeLesson(WholeLesson):
    lesson = "gpu"
