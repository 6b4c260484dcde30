"""What is taken of torch and pytest without their promise is still as it was. Each failure says what breaks."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.data import DataLoader, TensorDataset, get_worker_info

from tutor.compat import pytest_items, torch_compiling, torch_loading, torch_modes, torch_text


def test_a_mode_that_is_switched_on_is_counted() -> None:
    before = torch_modes.modes()
    with TorchFunctionMode():
        functions = torch_modes.modes()
    with TorchDispatchMode():
        operations = torch_modes.modes()
    assert (functions, operations, torch_modes.modes()) == (
        (before[0] + 1, before[1]), (before[0], before[1] + 1), before,
    ), "an answer that leaves a mode on, by which everything compares equal, is not found out"  # fmt: skip


class Lying(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return "a lie"


def test_a_tensor_is_asked_past_its_class() -> None:
    tensor = torch.ones(2, 3).as_subclass(Lying)
    assert tensor.sum() == "a lie"
    assert torch_modes.fact(tensor, "shape") == (2, 3), "pictures show what a tensor's class says, or fail with it"
    with torch_modes.past_subclasses():
        assert float(torch.Tensor.sum(tensor)) == 6.0


def test_what_is_looked_at_leaves_no_trace_in_a_mode() -> None:
    seen: list[str] = []

    class Watching(TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            seen.append(str(func))
            return func(*args, **(kwargs or {}))

    with Watching(), torch_modes.past_functions(), torch_modes.past_dispatch():
        torch.ones(2) + 1
    assert not seen, "the comparison of inputs is recorded among what the learner's code does"


def test_what_stands_for_many_tensors_is_known() -> None:
    found: list[bool] = []

    def look(x: torch.Tensor) -> torch.Tensor:
        found.append(torch_modes.is_wrapped(x))
        return x

    torch.vmap(look)(torch.ones(2))
    look(torch.ones(2))
    assert found == [True, False], "inputs within torch.vmap are compared, which raises"


def test_what_is_traced_is_known() -> None:
    found: list[bool] = []

    def look(x: torch.Tensor) -> torch.Tensor:
        found.append(torch_modes.is_tracing())
        return x + 1

    torch.jit.trace(look, (torch.ones(2),), check_trace=False)
    look(torch.ones(2))
    assert found == [True, False], "the comparison of inputs becomes part of what the learner traces"


@pytest.mark.parametrize("name", torch_modes.MODULES)
def test_torchs_inner_modules_are_where_they_are_watched(name: str) -> None:
    importlib.import_module("torch.nn.functional")
    assert importlib.import_module(name), f"an answer that replaces a function of {name} is not found out"


def test_a_large_tensor_is_printed_in_short_and_the_learners_setting_stays() -> None:
    before = repr(torch.arange(12))
    text = torch_text.summary(torch.arange(2000), threshold=1000, edge=3)
    assert text == "tensor([   0,    1,    2,  ..., 1997, 1998, 1999])", (
        "a large tensor is printed whole: seconds a cell"
    )
    assert repr(torch.arange(12)) == before


def test_a_tensor_without_numbers_is_known() -> None:
    with FakeTensorMode():
        fake = torch.ones(2)
    assert torch_text.is_fake(fake), "showing one ends the cell with an error of torch's own"
    assert not torch_text.is_fake(torch.ones(2))


@pytest.mark.parametrize(
    ("module", "name"), [(one, name) for one, names in pytest_items.RUNNER.items() for name in names]
)
def test_what_decides_whether_a_check_runs_is_where_it_is_watched(module: str, name: str) -> None:
    assert callable(getattr(importlib.import_module(module), name, None)), (
        f"an answer that replaces what pytest now has in place of {module}.{name} passes without being tried"
    )


def test_a_check_gets_what_its_parameters_name() -> None:
    def check(answer: int, device: int, depth: int = 3) -> int:
        return answer + device + depth

    held = {"answer": 1, "device": 2, "depth": 4, "tmp_path": 5}
    assert pytest_items.arguments(check, held) == {"answer": 1, "device": 2}


SWAPPED = """
import pathlib
import pytest
from tutor.compat.pytest_items import SilentReporter

class Swap:
    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config):
        silent = SilentReporter(config)
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(silent, "terminalreporter")

    def pytest_runtest_makereport(self, item, call):
        if call.when == "call":
            pathlib.Path("words").write_text(str(call.excinfo.value))

pytest.main(["-p", "no:cacheprovider", "test_one.py"], plugins=[Swap()])
"""


def test_pytest_words_an_assertion_with_its_reporter_gone(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text("def test_one():\n    assert [1] == [2]\n")
    done = subprocess.run([sys.executable, "-c", SWAPPED], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (tmp_path / "words").exists(), done.stdout + done.stderr
    words = (tmp_path / "words").read_text()
    assert "assert [1] == [2]" in words, "a check with a plain assert ends in an error of pytest's own"
    assert "At index 0 diff" in words


def test_a_loader_says_how_far_it_is() -> None:
    loader = DataLoader(TensorDataset(torch.arange(6)), batch_size=2)
    running = iter(loader)
    next(running)
    why = "a cell that is stopped in a loader is not told why that would not have ended"
    assert isinstance(running, torch_loading.RUNNING), why
    assert torch_loading.given(running) == 1, why
    assert not torch_loading.reads_a_stream(loader), why
    assert len(torch_loading.sampler_of_batches(loader)) == 3, why


def test_a_data_set_can_be_told_that_a_worker_reads_it() -> None:
    data = TensorDataset(torch.arange(6))
    with torch_loading.worker(1, 3, data):
        told = get_worker_info()
        assert told is not None, "an answer that divides a stream among workers cannot be checked"
        assert (told.id, told.num_workers, told.dataset) == (1, 3, data)
    assert get_worker_info() is None


def test_that_torch_compiles_is_told_as_it_begins_and_as_it_ends() -> None:
    told: list[str] = []
    torch_compiling.on_compiling(lambda: told.append("begins"), lambda: told.append("ends"))
    compiled = torch.compile(lambda x: x + 1, backend="eager")
    compiled(torch.zeros(2))
    assert told == ["begins", "ends"], "a cell that waits for torch.compile does not say what it waits for"
