"""`pytorch-tutor doctor`: whether everything the tutor needs is there, and what to do about what is not."""

from __future__ import annotations

import asyncio
import json
import locale
import os
import platform
import shutil
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click
import msgspec

from tutor import __version__
from tutor.commands.lookup import kernel_command
from tutor.commands.waiting import Waiting
from tutor.course.catalogue import CourseNotFoundError, find_course, load_course
from tutor.kernel.client.client import Kernel, KernelError, Lost
from tutor.kernel.protocol.connection import PROTOCOL, AskDevices, Devices, Ready
from tutor.kernel.protocol.messages import FromKernel
from tutor.learner.home import home_folder
from tutor.learner.storage import locked, write_atomically
from tutor.ui.terminal.terminal import detect

PATIENCE = 120.0
"""Seconds that the kernel may take to get warm; a cold disk over a network takes many."""
SLOW = 15.0
"""Seconds from which on getting warm is worth a word."""


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, and what to do about it."""

    what: str
    do: str
    fatal: bool = False
    """Whether the tutor cannot work so."""


@dataclass
class Report:
    """All that was looked at."""

    system: dict[str, Any] = field(default_factory=dict)
    kernel: dict[str, Any] = field(default_factory=dict)
    devices: list[dict[str, Any]] = field(default_factory=list)
    terminal: dict[str, Any] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def works(self) -> bool:
        """Whether the tutor can work."""
        return not any(finding.fatal for finding in self.findings)


def doctor(course: Path | None, *, kernel: str | None, as_json: bool) -> int:
    """Look at everything and print it; 0 if the tutor can work, else 1."""
    report = Report(
        system={
            "tutor": __version__,
            "protocol": PROTOCOL,
            "python": platform.python_version(),
            "platform": platform.platform(),
        }
    )
    size = shutil.get_terminal_size()
    look_at_terminal(
        report, os.environ, locale.getpreferredencoding(False), (size.columns, size.lines), is_one=sys.stdout.isatty()
    )
    look_at_paths(report, home_folder(), course)
    look_at_fallbacks(report, own_kernel=kernel is None)
    asyncio.run(look_at_kernel(report, kernel_command(kernel)))
    click.echo(json.dumps(as_data(report), ensure_ascii=False) if as_json else as_text(report))
    return 0 if report.works else 1


def look_at_terminal(
    report: Report, environ: Mapping[str, str], encoding: str, size: tuple[int, int], *, is_one: bool
) -> None:
    """Size, colors and characters of the terminal that these variables speak of."""
    able = detect(environ, encoding)
    width, height = size
    report.terminal = {
        "term": environ.get("TERM", ""),
        "is_terminal": is_one,
        "width": width,
        "height": height,
        "colors": able.colors,
        "characters": able.characters,
        "encoding": encoding,
        "remote": able.remote,
    }
    found = report.findings
    if not is_one:
        return  # read by a program: what the terminal would be is not to be judged
    if width < 80 or height < 24:
        found.append(Finding(f"the terminal is {width}×{height}", "make it 80×24 or larger; smaller, parts are hidden"))
    if able.characters == "ascii":
        do = "choose a locale that ends in UTF-8, for example: export LC_ALL=C.UTF-8"
        found.append(Finding(f"the locale's encoding is {encoding}, so charts are drawn in ASCII", do))
    if able.characters == "console":
        do = "use a terminal window for finer charts"
        found.append(Finding("the Linux console shows no braille, so charts are drawn in blocks", do))
    if able.colors in (16, 256) and "COLORTERM" not in environ:
        do = "if your terminal shows true color: export COLORTERM=truecolor (ssh does not pass it on by itself)"
        found.append(Finding(f"{able.colors} colors, since COLORTERM is not set", do))


def look_at_paths(report: Report, home: Path, course: Path | None) -> None:
    """Where the lessons lie and what was done is kept, and whether it can be."""
    report.paths = {"home": str(home), "python": sys.executable}
    probe = home / "probe"
    try:
        with locked(home / "lock"):
            write_atomically(probe, b"")
            probe.unlink()
    except OSError as error:
        do = "make room or set PYTORCH_TUTOR_HOME to a folder that can be written; until then nothing is saved"
        report.findings.append(Finding(f"{home} cannot be written: {error.strerror or error}", do))
    try:
        root = find_course(course)
    except CourseNotFoundError as error:
        report.findings.append(Finding(str(error), "install pytorch-tutor again, or name a course: --course DIR", True))
        return
    report.paths["course"] = str(root)
    found = load_course(root)
    problems = [*found.problems, *(problem for lesson in found.in_order for problem in lesson.problems)]
    report.findings += [Finding(str(problem), "tell the course's authors; the rest works") for problem in problems]


def look_at_fallbacks(report: Report, *, own_kernel: bool) -> None:
    """Which parts go a plainer way, because another library is not as they know it."""
    from tutor.commands.fallbacks import fallbacks  # loads what screens are made of, which no other command needs

    report.findings += [Finding(what, means) for what, means in fallbacks(own_kernel=own_kernel)]


_OWN = "install pytorch-tutor with torch as the README says, into the environment that this runs in"
_FAR = "correct the command given to --kernel; the README says how, under 'On a GPU, and over SSH'"
_TORCH = "see whether `python -c 'import torch'` finishes where the kernel runs"
_MUTE = "run what --kernel names by itself, in a terminal: 'pytorch-tutor-kernel protocol=…' must be its first words"


async def look_at_kernel(report: Report, command: list[str] | None, patience: float = PATIENCE) -> None:
    """Start the kernel, time it, ask for its devices, and end it."""
    found: asyncio.Queue[FromKernel | Lost] = asyncio.Queue()
    kernel = Kernel(command, on_message=found.put_nowait, on_quiet=Waiting())
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        async with asyncio.timeout(patience):
            await kernel.start()
            ready = await kernel.ready()
            _note_ready(report, ready, loop.time() - begun)
            kernel.send(AskDevices())
            while not isinstance(message := await found.get(), Devices):
                if isinstance(message, Lost):
                    raise KernelError(message.message)
        report.devices = [msgspec.structs.asdict(device) for device in message.devices]
        if message.problem:
            report.findings.append(Finding(message.problem, "the CPU works; an accelerator may need its driver"))
    except KernelError as error:
        do = _OWN if kernel.own else _FAR
        report.findings.append(Finding(f"the kernel does not run: {error}", do, fatal=True))
    except TimeoutError:
        do = _TORCH if kernel.own or kernel.version else _MUTE
        report.findings.append(Finding(f"the kernel did not answer within {patience:g} s", do, fatal=True))
    finally:
        if kernel.version:
            report.kernel = {"tutor": kernel.version, "protocol": kernel.protocol, **report.kernel}
        await kernel.close()


def _note_ready(report: Report, ready: Ready, seconds: float) -> None:
    report.kernel = {
        "torch": ready.torch,
        "python": ready.python,
        "hostname": ready.hostname,
        "cores": ready.cores,
        "forks": ready.forks,
        "seconds": round(seconds, 3),
    }
    report.kernel["compiler"] = ready.compiler
    if not ready.compiler:
        do = "only torch.compile on the CPU needs one; where you want that: apt install g++, or xcode-select --install"
        report.findings.append(Finding("there is no C++ compiler where the kernel runs (g++ or clang++)", do))
    if seconds > SLOW:
        do = "often the first start after installing is slow; if it stays so, put the environment on a local disk"
        report.findings.append(Finding(f"the kernel took {seconds:.0f} s to get ready", do))


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "ok": report.works,
        **report.system,
        "kernel": report.kernel,
        "devices": report.devices,
        "terminal": report.terminal,
        "paths": report.paths,
        "problems": [asdict(finding) for finding in report.findings],
    }


def as_text(report: Report) -> str:
    """The report for a person."""
    kernel, terminal = report.kernel, report.terminal
    system = report.system
    rows = [
        ("tutor", f"{_version(system)}, Python {system['python']}, {system['platform']}"),
        ("kernel", _kernel_line(kernel) if kernel else "does not run"),
        *([("compiler", kernel["compiler"])] if kernel.get("compiler") else []),
        *(("device", _device_line(device)) for device in report.devices),
        ("terminal", _terminal_line(terminal)),
        *((name, path) for name, path in report.paths.items()),
    ]
    lines = [f"{name:<9} {text}" for name, text in rows]
    lines.append("")
    for finding in report.findings:
        lines += [f"{'✗' if finding.fatal else '!'} {finding.what}", f"    {finding.do}"]
    if not report.works:
        lines.append("The tutor cannot work like this.")
    else:
        lines.append("The tutor can work." if report.findings else "All is well.")
    return "\n".join(lines)


def _version(side: dict[str, Any]) -> str:
    """What must agree on both sides is the protocol's number."""
    return f"pytorch-tutor {side['tutor']} (protocol {side['protocol']})"


def _kernel_line(kernel: dict[str, Any]) -> str:
    if "torch" not in kernel:
        return f"{_version(kernel)}, does not run"
    way = "sessions are forked" if kernel["forks"] else "each session is a process of its own"
    cores = f"{kernel['cores']} core{'' if kernel['cores'] == 1 else 's'}"
    torch = f"torch {kernel['torch']}, Python {kernel['python']}"
    return f"{_version(kernel)}, {torch}, {cores}, ready in {kernel['seconds']:.2f} s, {way}"


def _device_line(device: dict[str, Any]) -> str:
    total, free = device["memory_total"], device["memory_free"]
    memory = f", {free / 2**30:.1f} of {total / 2**30:.1f} GiB free" if total and free is not None else ""
    return f"{device['name']} {device['label']}{memory}"


def _terminal_line(terminal: dict[str, Any]) -> str:
    colors = {2: "no colors", 16: "16 colors", 256: "256 colors"}.get(terminal["colors"], "true color")
    if not terminal["is_terminal"]:
        return "none"
    return (
        f"{terminal['term'] or 'TERM not set'}, {terminal['width']}×{terminal['height']}, {colors}, "
        f"{terminal['characters']} ({terminal['encoding']})"
    )
