"""What a host does to its memory so that forks begin sooner."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tutor.system import linux

GATHERED = """
import re
from pathlib import Path
from tutor.system import linux

def large():
    return int(re.search(r"AnonHugePages: +(\\d+)", Path("/proc/self/smaps_rollup").read_text())[1])

kept = [bytes([n % 251]) * 1000 for n in range(20_000)]  # 20 MB of small things, and one large one
whole = bytearray(range(256)) * 40_000
before = large()
linux.gather_pages()
assert kept == [bytes([n % 251]) * 1000 for n in range(20_000)]
assert whole == bytearray(range(256)) * 40_000
print(before, large())
"""


@pytest.mark.skipif(not linux.TELLS, reason="there is no /proc here")
def test_memory_that_is_gathered_holds_what_it_held_and_lies_in_large_pages() -> None:
    done = subprocess.run([sys.executable, "-c", GATHERED], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    before, after = map(int, done.stdout.split())
    if after == before:
        pytest.skip("this Linux moves no memory together")
    assert after - before >= 20_000  # kB
