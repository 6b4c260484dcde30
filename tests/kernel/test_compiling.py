"""torch.compile in a cell: the wait is announced, it can be stopped, and what was made is kept in the tutor's cache."""

from __future__ import annotations

from pathlib import Path

import pytest
from kernel_talk import Talk
from test_kernel_line import gone

from tutor.kernel.protocol.events import Awaited, Output
from tutor.kernel.system import compiling
from tutor.learner.home import cache_folder

TRACED = "import os, torch\nf = torch.compile(lambda x: x.sin() + 1, backend='eager')\nf(torch.zeros(2)).sum().item()"


def test_the_compiler_is_the_one_that_torch_would_use(tmp_path: Path) -> None:
    own = tmp_path / "own++"
    assert compiling.compiler({"CXX": str(own)}) == ""
    own.touch(0o755)
    assert compiling.compiler({"CXX": str(own)}) == str(own)


def test_what_is_compiled_is_kept_in_the_tutors_cache_unless_another_place_was_chosen(tmp_path: Path) -> None:
    environ = {"PYTORCH_TUTOR_HOME": str(tmp_path / "home")}
    compiling.keep_compiled(environ, cache_folder(environ))
    assert environ[compiling.FOLDER] == str(tmp_path / "home" / "cache")
    compiling.keep_compiled(environ, tmp_path)
    assert environ[compiling.FOLDER] == str(tmp_path / "home" / "cache")


def test_where_the_cache_cannot_be_made_torch_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    environ: dict[str, str] = {}
    compiling.keep_compiled(environ, tmp_path / "home" / "cache")
    assert environ == {}


@pytest.mark.asyncio(loop_scope="session")
async def test_the_wait_for_a_compilation_is_announced_and_its_end_as_well(talk: Talk) -> None:
    seen = await talk.run(TRACED, "f(torch.zeros(2)).sum().item()")
    assert seen.text() == "2.0"
    assert [(one.cell, one.what) for one in seen.of(Awaited)] == [(1, compiling.WAIT), (1, "")]


SLOW = """
import subprocess, torch
def slow(graph, inputs):
    compiler = subprocess.Popen(["sleep", "1000"])
    print(compiler.pid, flush=True)
    compiler.wait()
torch.compile(lambda x: x.sin() + 1, backend=slow)(torch.zeros(2))
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_compilation_that_takes_long_is_stopped_with_its_compiler(talk: Talk) -> None:
    run = talk.start(SLOW)
    await talk.until(Awaited)
    compiler = int((await talk.until(Output)).text)
    talk.session.interrupt()
    assert (await talk.over(run)).status == "interrupted"
    assert await gone(compiler)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_cell_that_compiles_is_kept_as_a_snapshot(talk: Talk, forks: bool) -> None:
    seen = await talk.run("import os\nos.environ.get('TORCHINDUCTOR_COMPILE_THREADS')")
    assert seen.text() == ("'1'" if forks else "None"), "threads of a compiler would keep the cell from being one"
