"""What the lesson on speed shows: what its times are divided by, what is timed, and when. No time itself is judged."""

import itertools
import math
import re
import threading
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from tests.lessons.whole_lesson import TimedLesson
from tutor.views.packing import unpack


@pytest.fixture(scope="module")
def run(performed):
    return performed("speed")


@pytest.fixture
def cells(read):
    return {cell.title: cell.source for cell in read("speed").cells}


def points(view):
    """A chart's points by the name of the series."""
    return {one.name: list(zip(unpack(one.x), unpack(one.y), strict=True)) for one in view.series}


def bars(view):
    """A timeline's spans: {(row, what): [(start, end), …]}."""
    return {
        (view.rows[one.row], one.kind): list(zip(unpack(one.starts), unpack(one.ends), strict=True))
        for one in view.bars
    }


def printed_ms(cell):
    """The milliseconds that a cell printed, by what stands before them."""
    return {name.strip(): float(ms) for name, ms in re.findall(r"(?m)^(.*?) +([\d.]+) ms$", cell.output)}


class Chart:
    """Keeps what is added to a chart, and spans."""

    def __init__(self):
        self.points = []

    def add(self, way, x, y):
        self.points.append((way, x, y))

    def timeline(self, spans, *, name):
        del name
        self.points += spans


def again(run, source, took=None, **changed):
    """Run a cell once more with some names or controls changed; what it charted.

    Where `took` is given it stands for the lesson's stopwatch: called with what would be timed, it says how long.
    """
    chart = Chart()

    def control(name, default, *_, **__):
        return SimpleNamespace(value=changed.get(name, default))

    stage = SimpleNamespace(
        compare=lambda *_, **__: chart,
        timeline=chart.timeline,
        steps=range,
        slider=control,
        choice=control,
        network=lambda *_: None,
    )
    names = {**run.names, "live": stage, **changed}
    if took is not None:
        names["seconds"] = took
    exec(compile(source, "a cell", "exec"), names)
    return chart.points


# ------------------------------------------------------------------------------------------------- four ways, and size


def test_four_ways_give_the_exact_sum(run):
    torch.manual_seed(0)
    x = torch.rand(100_000, dtype=torch.float64).tolist()
    y = torch.rand(100_000, dtype=torch.float64).tolist()
    exact = math.fsum(a * b for a, b in zip(x, y, strict=True))
    lines = [line.rsplit(maxsplit=3) for line in run["Four ways"].output.splitlines()[:-1]]
    assert [line[0] for line in lines] == ["tensor loop", "list loop", "NumPy", "PyTorch"]
    assert {line[1] for line in lines} == {f"{exact:.4f}"}
    assert run["Two vectors, and a loop"].shown[""] == pytest.approx(exact)


def test_the_bars_of_the_four_ways_are_the_times_that_are_printed(run):
    shown = bars(run["Four ways"].views["ways"])
    *printed, factor = run["Four ways"].output.splitlines()
    lines = {line.rsplit(maxsplit=3)[0]: float(line.split()[-2]) for line in printed}
    for (row, _), [(start, end)] in shown.items():
        assert 1000 * (end - start) == pytest.approx(lines[row], abs=0.002)
    assert [row for row, _ in shown] == list(lines)  # one after the other, in this order
    took = [end - start for [(start, end)] in shown.values()]
    assert factor == f"{max(took) / min(took):.0f} times faster"


def test_a_sum_depends_on_the_order_of_its_additions(run):
    assert run["In another order"].output == "False\n0.6000000000000001 0.6\n"


@pytest.mark.parametrize("hidden", [100, 10, 2000])
def test_parameters_are_weights_and_biases(run, cells, capsys, hidden):
    again(run, cells["784 → 100 → 10"], hidden=hidden)
    output = capsys.readouterr().out
    counts = [int(line.split()[-1].replace(",", "")) for line in output.splitlines()]
    assert counts == [784 * hidden, hidden, 10 * hidden, 10, 784 * hidden + hidden + 10 * hidden + 10]
    if hidden == 100:
        assert counts[-1] == 79_510
        assert run["784 → 100 → 10"].output == output


def test_twice_the_widths_are_nearly_four_times_the_parameters(run):
    shown = run["Doubled, and doubled again"].column("parameters")
    for step, found in enumerate(shown):
        weight, bias = np.empty((784 * 2**step, 100 * 2**step)).size, 100 * 2**step
        assert found == weight + bias + 100 * 2**step * 10 * 2**step + 10 * 2**step
    assert all(3.9 < after / before < 4 for before, after in pairwise(shown))
    assert run["Doubled, and doubled again"].output == f"{int(shown[-1]):,} after 6 doublings\n"


# -------------------------------------------------------------------------------------------------------- stopwatches


def test_the_first_attempt_prints_what_it_took_with_and_without_the_making(run):
    ms = printed_ms(run["A first attempt"])
    assert ms["sum of the list"] == pytest.approx(1000 * run.names["with_making"], abs=0.001)
    assert ms["the sum alone"] == pytest.approx(1000 * run.names["alone"], abs=0.001)


def test_the_forty_times_are_summed_up_as_printed(run):
    cell = run["Forty times the same"]
    times = cell.column("ms")
    assert len(times) == 40
    ms = printed_ms(cell)
    assert ms["first"] == pytest.approx(times[0], abs=0.001)
    assert ms["mean"] == pytest.approx(sum(times) / 40, abs=0.001)
    assert ms["median"] == pytest.approx(sum(sorted(times)[19:21]) / 2, abs=0.001)
    assert ms["fastest"] == pytest.approx(min(times), abs=0.001)


def test_the_queue_is_drawn_as_it_was_measured(run):
    shown = bars(run["As a picture"].views["queue"])
    [(start, early)], [(waiting, late)] = shown["program", "submits"], shown["program", "waits"]
    [(began, ended)] = shown["helper", "computes"]
    assert start <= early == waiting <= late
    assert start <= began <= ended <= late  # done when the program goes on
    ms = printed_ms(run["Queued is not done"])
    assert ms["read at once"] == pytest.approx(1000 * (early - start), abs=0.002)
    assert ms["read after waiting"] == pytest.approx(1000 * (late - start), abs=0.002)


class Played:
    """A device with a queue, and a clock that stands still but for what is done on it or waited for."""

    def __init__(self, run, monkeypatch, lengths):
        self.now = self.done = 0.0
        self.lengths = iter(lengths)
        self.log: list[str] = []
        monkeypatch.setitem(run.names, "time", SimpleNamespace(perf_counter=lambda: self.now))
        monkeypatch.setattr(torch.accelerator, "synchronize", self.wait)

    def work(self, tensor):
        assert tensor.device.type == "meta"
        self.log.append("run")
        self.done = max(self.now, self.done) + next(self.lengths)

    def wait(self, device):
        assert device.type == "meta"
        self.log.append("wait")
        self.now = self.done


def test_the_stopwatch_warms_up_waits_repeats_and_takes_the_median(run, monkeypatch):
    # the first is cold, by the second it learns how long one takes; of the others the median is 3
    played = Played(run, monkeypatch, [100.0, 1.0, 3.0, 50.0, 1.0, 2.0, 4.0])
    assert run.names["seconds"](played.work, torch.zeros(2, device="meta"), budget=59.5) == 3.0
    assert played.log == ["run", "wait"] * 7


def test_short_jobs_run_many_times_between_two_looks_at_the_clock(run, monkeypatch):
    played = Played(run, monkeypatch, itertools.chain([0.1], itertools.repeat(2**-16)))
    assert run.names["seconds"](played.work, torch.zeros(2, device="meta"), budget=1e-4) == 2**-16
    blocks = "".join(word[0] for word in played.log).split("w")
    assert blocks[:2] == ["r", "r"]
    assert set(blocks[2:-1]) == {14 * "r"}  # 0.2 ms
    assert played.log[-1] == "wait"


def test_the_clock_waits_where_a_tensor_does_not_lie_on_the_cpu(run, monkeypatch):
    waited: list[torch.device] = []
    monkeypatch.setattr(torch.accelerator, "synchronize", waited.append)
    device_of, block = run.names["device_of"], run.names["block"]
    for inputs in [(), (torch.zeros(2), np.zeros(2), [0.0, 0.0])]:
        assert device_of(inputs) == torch.device("cpu")
        block(lambda *_: None, inputs, device_of(inputs), 3)
    assert waited == []
    assert device_of((torch.zeros(2), torch.zeros(2, device="meta"))) == torch.device("meta")
    block(lambda *_: None, (), torch.device("meta"), 3)
    assert waited == [torch.device("meta")]


def test_what_decides_whether_to_wait_is_not_timed(cells):
    """Looking at the inputs takes longer for tensors than for lists: it is done before the clock runs."""
    timed = cells["Where to wait, and a block of runs"].partition("def block")[2]
    assert "perf_counter" in timed
    assert "is_tensor" not in timed
    assert "device_of" not in timed


def test_pytorchs_timer_uses_one_thread_unless_told_otherwise(run):
    assert run.names["theirs"].task_spec.num_threads == 1
    assert run.names["device"] == torch.device("cpu")


# ------------------------------------------------------------------------------------------------- what is divided by


def test_nanoseconds_are_per_number_and_the_ways_agree(run, cells):
    sums: dict[int, list[float]] = {}

    def took(dot, left, right, budget):
        assert budget <= 0.05
        sums.setdefault(len(left), []).append(float(dot(left, right)))
        return 2e-6

    for way, n, ns in again(run, cells["Nanoseconds a number"], took):
        assert way in ("list loop", "NumPy", "PyTorch")
        assert ns == pytest.approx(2000 / n)
    assert list(sums) == [4**k for k in range(1, 10)]
    for found in sums.values():
        assert len(found) == 3
        assert np.allclose(found, found[0], rtol=1e-3)


def test_a_copy_moves_eight_bytes_a_number(run, cells):
    sizes = []

    def took(copy, source):
        target = copy(source)
        assert torch.equal(target, source)
        assert target.data_ptr() != source.data_ptr()
        sizes.append(source.numpy().nbytes)
        return 0.5

    charted = again(run, cells["GB/s"], took)
    assert [kib for _, kib, _ in charted] == [size / 1024 for size in sizes]
    assert [rate for *_, rate in charted] == [(size + size) / 0.5 / 1e9 for size in sizes]


def test_forty_milliseconds_is_what_memory_needs_for_the_quiz():
    read, written, bandwidth = 400e6, 400e6, 20e9
    assert (read + written) / bandwidth == 0.040
    assert read / bandwidth == 0.020  # the wrong answer, and what it leaves out


def test_operations_and_bytes_are_those_of_the_three_operations(run, cells):
    found, moved = {}, {}

    def took(run_it, left, other, budget):
        assert budget <= 0.2
        result = run_it(left, other)
        name = {"mv": "A @ v", "mm": "C @ D"}.get(getattr(run_it, "__name__", ""), "A + B")
        moved[name] = sum(one.numpy().nbytes for one in (left, other, result))
        a, b = left.double().numpy(), other.double().numpy()
        assert np.allclose(result, a + b if name == "A + B" else a @ b, rtol=1e-3)
        if name == "A + B":
            assert run_it(left, other).data_ptr() == result.data_ptr()  # allocates nothing
        if name != "C @ D":
            assert left.numpy().nbytes >= 64 * 2**20  # more than most caches hold
        inner = 1 if name == "A + B" else 2 * a.shape[1]  # for each number of the result
        found[name] = inner * result.numel()
        return 2.0

    source = (
        cells["A and B too large for a cache, C and D small"]
        + "\n"
        + cells["Three operations"]
        + "\nkept.update(rates)"
    )
    kept: dict[str, tuple[object, ...]] = {}
    again(run, source, took, kept=kept)
    for name, (gflops, gbytes) in kept.items():
        assert gflops == pytest.approx(found[name] / 2.0 / 1e9)
        assert gbytes == pytest.approx(moved[name] / 2.0 / 1e9)


def test_the_table_is_printed_from_these_rates(run):
    lines = run["Three operations"].output.splitlines()
    for (name, (gflops, gbytes)), first, second in zip(
        run.names["rates"].items(), lines[::2], lines[1::2], strict=True
    ):
        assert first.startswith(name)
        assert float(first.split()[-4]) == pytest.approx(gflops / gbytes, abs=0.006)
        assert [float(second.split()[0]), float(second.split()[2])] == pytest.approx([gflops, gbytes], abs=0.006)


def test_an_addition_has_one_operation_for_twelve_bytes_and_a_product_far_more(run):
    per_byte = {name: gflops / gbytes for name, (gflops, gbytes) in run.names["rates"].items()}
    assert per_byte["A + B"] == pytest.approx(1 / 12)
    assert per_byte["A @ v"] == pytest.approx(0.5, rel=0.01)
    assert per_byte["C @ D"] == pytest.approx(600 / 6)


def test_the_roof_is_the_lower_of_both_limits_and_they_meet_where_their_ratio_is(run):
    view = run["The roof"].views["roof"]
    rates = run.names["rates"]
    peak, bandwidth = max(f for f, _ in rates.values()), max(rates["A + B"][1], rates["A @ v"][1])
    shown = points(view)
    assert all(y == pytest.approx(bandwidth * x) for x, y in shown["memory"])
    assert all(y == pytest.approx(peak) for _, y in shown["arithmetic"])
    corner = [one.x for one in view.crossings if {one.before, one.after} == {"memory", "arithmetic"}]
    if shown["memory"][0][1] < peak < shown["memory"][-1][1]:  # on any machine known
        assert corner == [pytest.approx(peak / bandwidth, rel=1e-3)]
    for name, (gflops, gbytes) in run.names["rates"].items():
        assert shown[name] == [(pytest.approx(gflops / gbytes), pytest.approx(gflops))]


# -------------------------------------------------------------------------------------------------- threads and devices


def test_two_jobs_of_each_kind_run_in_one_thread_and_then_two_at_once(run, cells, capsys):
    class Job:
        """Done at once; from the ninth call on two wait for each other, and raise where they do not run together."""

        def __init__(self):
            self.threads: list[int] = []
            self.both = threading.Barrier(2, timeout=20)

        def __call__(self):
            self.threads.append(threading.get_ident())
            if len(self.threads) > 8:
                self.both.wait()

    python, products = Job(), Job()
    spans = again(run, cells["Two of each, in one thread and in two"], python_job=python, torch_job=products)
    for job in (python, products):
        assert len(job.threads) == 2 * 2 * 4
        assert all(first == second for first, second in batched(job.threads[:8]))
        assert all(first != second for first, second in batched(job.threads[8:]))
    assert [span[0] for span in spans] == 2 * ["thread 1", "thread 1", "thread 1", "thread 2"]
    assert [span[3] for span in spans] == 4 * ["Python"] + 4 * ["torch"]
    assert spans[1][1] >= spans[0][2]  # by one thread, the second begins when the first has ended
    lines = iter(capsys.readouterr().out.splitlines())
    now = 0.0
    for trial in (spans[:2], spans[2:4], spans[4:6], spans[6:]):
        assert trial[0][1] == pytest.approx(now)  # each trial follows the one before
        now = max(end for _, _, end, _ in trial)
        assert float(next(lines).split()[-2]) == pytest.approx(1000 * (now - trial[0][1]), abs=0.051)


def batched(threads):
    return zip(threads[::2], threads[1::2], strict=True)


def test_the_jobs_are_a_loop_of_python_and_a_product(run):
    names = run.names
    assert names["python_job"]() == 499_999 * 500_000 * 999_999 // 6  # the sum of squares
    big = names["big"]
    assert np.allclose(names["torch_job"]().numpy(), big.numpy() @ big.numpy(), rtol=1e-3)
    start, end = names["timed"](lambda: None)
    assert start <= end


@pytest.mark.parametrize(("small", "kinds"), [(128, 1), (8, 1), (4096, 1), (128, 8)])
def test_the_toy_counts_rounds(run, cells, small, kinds):
    charted = again(run, cells["A toy of both"], small_cores=small, kinds=kinds)
    assert [jobs for _, jobs, _ in charted[::2]] == [2**k for k in range(13)]
    for (_, jobs, large), (_, _, many) in zip(charted[::2], charted[1::2], strict=True):
        waiting, rounds = jobs, 0
        while waiting > 0:
            waiting, rounds = waiting - 4, rounds + 1
        assert large == rounds
        waiting, turns = jobs, 0
        while waiting > 0:
            waiting, turns = waiting - small, turns + min(kinds, jobs)
        assert many == 10 * turns


def test_the_many_small_cores_pass_the_few_large_ones(run):
    view = run["A toy of both"].views["toy"]
    [crossing] = view.crossings
    assert 4 < crossing.x < 128
    ways = points(view)
    assert ways["4 large cores"][-1][1] > ways["many small cores"][-1][1]


def test_what_it_is_built_for_is_what_torch_says(run):
    output = run["What yours can use"].output.split("\n")
    assert output[0] == f"CUDA: {torch.version.cuda}"
    assert output[1] == f"ROCm: {torch.version.hip}"
    assert output[2] == f"XPU:  {torch.version.xpu}"
    assert output[4] == "this lesson runs on: cpu"


@pytest.mark.parametrize("chosen", ["A + A", "A @ A"])
def test_the_work_here_is_set_against_the_trip_and_the_same_work_there(run, cells, chosen):
    timed = []

    def took(run_it, *inputs):
        result = run_it(*inputs)
        a = inputs[0]
        timed.append((run_it.__name__, len(a)))
        assert torch.equal(result, a + a if chosen == "A + A" else a @ a)
        assert result.device == a.device == torch.device("cpu")  # it begins here, and the result is here again
        return 0.25

    charted = again(run, cells["Here, or there and back"], took, work=chosen)
    names = {"here": "add" if chosen == "A + A" else "mm", "there and back": "there"}
    assert [(names[way], n) for way, n, _ in charted] == timed
    assert {ms for *_, ms in charted} == {250.0}
    assert [n for way, n, _ in charted if way == "here"] == [8, 16, 32, 64, 128, 256, 512, 1024]


@pytest.mark.parametrize("largest", ["512", "4096"])
def test_gflops_are_two_n_cubed_by_the_seconds_in_each_number_of_threads(run, cells, largest):
    threads = []

    def took(product, a, b, budget):
        assert budget <= 0.1
        threads.append(torch.get_num_threads())
        if len(a) <= 64:
            assert np.allclose(product(a, b), a.numpy() @ b.numpy(), rtol=1e-4)
        return 0.125

    before = torch.get_num_threads()
    try:
        setups = {"1 thread": ("cpu", 1), "2 threads": ("cpu", 2)}
        charted = again(run, cells["GFLOP/s"], took, setups=setups, largest=largest)
        assert torch.get_num_threads() == 1  # as it was for the cells before
    finally:
        torch.set_num_threads(before)
    sizes = [2**k for k in range(5, 13) if 2**k <= int(largest)]
    assert [(way, n) for way, n, _ in charted] == [(way, n) for n in sizes for way in ("1 thread", "2 threads")]
    assert threads == [1, 2] * len(sizes)
    assert [y for *_, y in charted] == pytest.approx([2 * n**3 / 0.125 / 1e9 for _, n, _ in charted])


def test_who_takes_part_depends_on_cores_and_device(run, cells):
    kept: dict[str, tuple[object, ...]] = {}
    source = cells["Who takes part"] + "\nkept.update(setups)"
    for cores, device, wanted in [
        (1, "cpu", ["1 thread"]),
        (2, "cpu", ["1 thread", "2 threads"]),
        (128, "cpu", ["1 thread", "16 threads"]),
        (4, "cuda:0", ["1 thread", "4 threads", "cuda:0"]),
    ]:
        machine = SimpleNamespace(cpu_count=lambda: 256, sched_getaffinity=lambda _, cores=cores: range(cores))
        kept.clear()
        again(run, source, os=machine, device=torch.device(device), kept=kept)
        assert list(kept) == wanted
        assert kept.get("cuda:0", ("cuda:0", 1)) == ("cuda:0", 1)


@pytest.mark.parametrize("title", ["GB/s", "Three operations", "GFLOP/s"])
def test_what_is_timed_lies_on_the_device_of_the_lesson(run, cells, title):
    """Played with the device that has no numbers, since a GPU is not to be had everywhere."""
    devices: list[str] = []

    def took(run_it, *inputs, budget=0.0):
        del run_it
        devices.extend(one.device.type for one in inputs)
        return 0.5 + budget

    before = {"Three operations": cells["A and B too large for a cache, C and D small"]}
    again(
        run,
        before.get(title, "") + "\n" + cells[title],
        took,
        device=torch.device("meta"),
        setups={"meta": ("meta", 1)},
    )
    assert set(devices) == {"meta"}


def test_three_slices_do_what_the_last_loop_does(run):
    v = torch.randn(300, dtype=torch.float64)
    wanted = np.convolve(v.numpy(), [1 / 3] * 3, mode="valid")
    assert np.allclose(run.names["slow"](v), wanted)
    assert np.allclose((v[:-2] + v[1:-1] + v[2:]) / 3, wanted)
    assert run["Make it fast"].output.startswith("they differ by 0e+00 at most\n")


class TestTheWholeLesson(TimedLesson):
    lesson = "speed"
