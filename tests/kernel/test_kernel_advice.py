"""What is said of a kernel that cannot be reached or has ended fits the cause."""

from __future__ import annotations

import pytest

from tutor.kernel.client.advice import ended, not_started

SSH = ["ssh", "gpu-box", "pytorch-tutor-kernel"]
WHOLE = "/path/to/.venv/bin/pytorch-tutor-kernel"


def said_of(command: list[str], code: int | None, words: str = "", *, met: bool = False) -> str:
    return ended(command, code, words, own=False, met=met)


def test_a_command_that_is_not_here_is_said_to_be_missing_here() -> None:
    said = not_started(["shh", "gpu-box"], FileNotFoundError(2, "No such file or directory"))
    assert said == "There is no command shh on this machine, so the kernel cannot be started by shh gpu-box."
    assert "This machine has no such command." in said_of(["./start.sh"], 127, "./start.sh: line 2: foo: not found")


def test_a_command_that_may_not_be_executed_is_told_with_the_systems_words() -> None:
    assert "Permission denied" in not_started(["/tmp"], PermissionError(13, "Permission denied"))


@pytest.mark.parametrize(
    ("command", "code", "words", "whole"),
    [
        (SSH, 127, "bash: line 1: pytorch-tutor-kernel: command not found", f"ssh gpu-box {WHOLE}"),
        (
            ["srun", "--gres=gpu:1", "pytorch-tutor-kernel", "--silence", "60"],
            2,
            "slurmstepd: error: execve(): pytorch-tutor-kernel: No such file or directory",
            f"srun --gres=gpu:1 {WHOLE} --silence 60",
        ),
        (
            ["docker", "exec", "-i", "box", "pytorch-tutor-kernel"],
            127,
            'OCI runtime exec failed: exec: "pytorch-tutor-kernel": executable file not found in $PATH',
            f"docker exec -i box {WHOLE}",
        ),
    ],
)
def test_a_kernel_that_is_not_on_the_far_path_is_to_be_named_with_its_whole_path(
    command: list[str], code: int, words: str, whole: str
) -> None:
    said = said_of(command, code, words)
    assert "was not found there, for it is not on the PATH there" in said
    assert whole in said
    assert words in said


def test_a_whole_path_that_is_wrong_is_not_blamed_on_the_path() -> None:
    said = said_of(["ssh", "gpu-box", "tutor/.venv/bin/pytorch-tutor-kernel"], 127)
    assert "was not found there. " in said
    assert "PATH" not in said


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("ssh: Could not resolve hostname gpu-box: Name or service not known", "No machine of this name is known here"),
        ("ssh: connect to host gpu-box port 22: Connection refused", "accepts no ssh connections"),
        ("ssh: connect to host gpu-box port 22: Connection timed out", "firewall or VPN"),
        (
            "Host key verification failed.",
            "key is new or has changed. Connect once in another terminal first: ssh gpu-box",
        ),
        ("me@gpu-box: Permission denied (publickey,password).", "use a key, an agent or ControlMaster"),
        ("something that nobody has met", "Connect once in another terminal first: ssh gpu-box"),
    ],
)
def test_what_keeps_ssh_from_connecting_is_told_apart_and_its_own_words_are_shown(words: str, advice: str) -> None:
    said = said_of(SSH, 255, words)
    assert "ssh could not connect." in said
    assert advice in said
    assert words in said


def test_a_connection_that_breaks_later_is_no_failed_login() -> None:
    said = said_of(SSH, 255, "Timeout, server gpu-box not responding.", met=True)
    assert "The ssh connection was lost." in said
    assert "ControlMaster" not in said


def test_a_python_without_the_tutor_is_said_to_be_one() -> None:
    said = said_of(["ssh", "gpu-box", "python3", "-m", "tutor.kernel"], 1, "No module named tutor")
    assert "does not have pytorch-tutor" in said


def test_the_same_exit_status_after_the_greeting_is_the_kernels_own() -> None:
    assert "PATH" not in said_of(SSH, 127, met=True)


def test_a_kernel_that_was_killed_may_have_run_out_of_memory() -> None:
    said = ended(["python"], -9, "", own=True, met=True)
    assert said == "The kernel was ended by signal 9 (Killed). Often that is the system, when memory runs out."


def test_a_line_that_was_closed_is_said_so_without_a_guess() -> None:
    assert said_of(["cat"], None) == "The kernel (cat) closed the connection."
    assert said_of(["cat"], 0) == "The kernel (cat) ended with exit status 0."
