"""python -m tests.bench [--only NAME] [--json]: the budgets of docs/design.md, measured."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable

from tests.bench import (
    accelerator_waits,
    answering,
    keeping,
    ranks,
    sending,
    starting,
    training,
    turning,
    view_times,
)
from tests.bench.figures import Figure, table

ROWS: dict[str, Callable[[], list[Figure]]] = {
    "first-frame": starting.first_frame,
    "notebook-frame": starting.notebook_frame,
    "host-ready": starting.host_ready,
    "run-key": answering.run_key,
    "check-key": answering.check_key,
    "cold-check": answering.cold_check,
    "next-screen": turning.next_screen,
    "search": turning.search,
    "pace": training.full_pace,
    "waits": accelerator_waits.waits_a_second,
    "gpu-pace": accelerator_waits.pace_on_a_gpu,
    "loop-delay": training.loop_delay,
    "ranks": ranks.two_ranks,
    "control": answering.changed_control,
    "bytes": sending.line_bytes,
    "million": keeping.million_steps,
    "memory": keeping.resident_memory,
    "slow-line": sending.slow_line,
    "views": view_times.views,
}


def main() -> int:
    """Measure, print, and give 0 where every budget is kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="The tutor's budgets, measured.")
    parser.add_argument("--only", action="append", choices=list(ROWS), help="this row; may be given again")
    parser.add_argument("--json", action="store_true", help="one JSON object a figure")
    options = parser.parse_args()
    figures, broken = [], []
    for name in options.only or ROWS:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            figures += ROWS[name]()
        except (AssertionError, OSError, RuntimeError) as error:  # the other rows are worth having all the same
            print(f"{name} could not be measured: {error}", file=sys.stderr)
            broken.append(name)
    if options.json:
        print("\n".join(json.dumps(figure.as_dict()) for figure in figures))
    else:
        print(table(figures))
        print(
            f"\nload of the machine: {', '.join(f'{load:.1f}' for load in os.getloadavg())} on {os.cpu_count()} cores"
        )
    return 0 if not broken and all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
