"""A kernel on another machine, as README has it: over a real ssh to a real sshd, and behind a queue."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from getpass import getuser
from itertools import count
from pathlib import Path

import pytest
from kernel_talk import Line
from test_kernel_line import gone

from tutor.kernel.client.client import Kernel
from tutor.kernel.protocol.pulse import Quiet

KERNEL = Path(sys.executable).with_name("pytorch-tutor-kernel")
"""What README says to name: the kernel's whole path, for no PATH leads to it there."""
SBIN = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def answers(port: int, sshd: subprocess.Popen[str]) -> bool:
    """Whether an sshd has come to listen there; False where it has ended instead."""
    while sshd.poll() is None:
        with closing(socket.socket()) as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return True
    return False


@pytest.fixture(scope="module")
def gpu_box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """`ssh gpu-box`: an sshd of our own on loopback, with keys of its own; nobody else's files are touched."""
    sshd = shutil.which("sshd", path=SBIN)
    if sshd is None or not all(map(shutil.which, ("ssh", "ssh-keygen"))):
        pytest.skip("no sshd, ssh or ssh-keygen is installed here")
    folder, port = tmp_path_factory.mktemp("sshd"), free_port()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    host = (folder / "host.pub").read_text()
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    (folder / "known").write_text(f"[127.0.0.1]:{port} {host}")
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        f"PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nClientAliveInterval 15\n"
    )
    (folder / "config").write_text(
        f"Host gpu-box\n  HostName 127.0.0.1\n  Port {port}\n  User {getuser()}\n  IdentityFile {folder}/user\n"
        f"  IdentitiesOnly yes\n  UserKnownHostsFile {folder}/known\n  BatchMode yes\n  ServerAliveInterval 15\n"
    )
    server = subprocess.Popen(
        [sshd, "-D", "-e", "-f", folder / "sshd_config"], stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL
    )
    if not answers(port, server):
        pytest.skip(f"an sshd of one's own cannot run here: {(server.communicate()[1] or '').strip()}")
    yield ["ssh", "-F", str(folder / "config"), "gpu-box"]
    server.terminate()
    server.communicate()


async def test_a_kernel_over_ssh_runs_cells_and_ends_with_all_it_started_when_the_line_drops(
    gpu_box: list[str],
) -> None:
    line = Line([*gpu_box, str(KERNEL)])
    await line.kernel.start()
    ready = await line.kernel.ready()
    talk = line.talk()
    seen = await talk.run("import os\nprint(os.getppid(), os.getpid())\n'there'")
    assert (seen.text(), ready.problem) == ("'there'", "")
    pids = [int(pid) for pid in seen.output().split()]
    process = line.kernel._process
    assert process is not None
    process.kill()  # as a laptop whose lid is closed drops it
    assert await gone(*pids)
    await line.kernel.close()


QUEUE = """#!/bin/sh
echo "srun: job 42 queued and waiting for resources" >&2
read granted < {gate}
echo "srun: job 42 has been allocated resources" >&2
shift
exec "$@"
"""


async def test_a_kernel_behind_a_queue_is_waited_for_and_what_was_asked_meanwhile_is_done(tmp_path: Path) -> None:
    gate, srun = tmp_path / "gate", tmp_path / "srun"
    os.mkfifo(gate)
    srun.write_text(QUEUE.format(gate=gate))
    srun.chmod(0o755)
    line, said, seconds = Line([str(srun), "--gres=gpu:1", str(KERNEL)]), list[Quiet](), count()
    line.kernel = Kernel(
        line.kernel.command, on_message=line._hear, on_quiet=said.append, clock=lambda: float(next(seconds))
    )
    await line.kernel.start()
    talk = line.talk()
    run = talk.start("'it is our turn'")
    while not said:
        line.kernel.heartbeat.look()
    assert (line.kernel.state, said[0].phase) == ("starting", "reaching")
    assert said[0].text.startswith("waiting for the kernel, ")
    await asyncio.to_thread(gate.write_text, "granted\n")
    assert (await talk.over(run)).text() == "'it is our turn'"
    await line.kernel.close()
