"""A process that has loaded what a check needs, and waits for the answer to judge."""

from __future__ import annotations

from pathlib import Path

from tutor.kernel.protocol.checks import Check, Trained
from tutor.kernel.protocol.wire import Judge, Judged, JudgedSoFar, Prepare, Prepared
from tutor.kernel.session.channel import Channel


def prepared(request: Prepare, folder: str, channel: Channel) -> Judged:
    """Load what a check needs, and where there is time for it touch it all once; then judge the answer to come."""
    from tutor.kernel.judge import judge  # loads pytest, which lessons have no need of

    token = ""
    if request.rehearse:
        judge.rehearse(Path(folder))  # there, so that nothing is left where this process is killed meanwhile

    def answer() -> Check:
        nonlocal token
        channel.send(Prepared())
        asked = _asked(channel)
        token = asked.token
        return asked.check

    def measured(trained: Trained) -> None:
        channel.send(JudgedSoFar(token, trained))

    if request.tests:
        checked = judge.await_answer(request.exercise, request.tests, Path(folder), answer, measured)
    else:
        checked = judge.judge(answer(), Path(folder), measured)
    return Judged(token, checked)


def _asked(channel: Channel) -> Judge:
    """Wait for an answer."""
    while True:
        channel.receive(None)
        while channel.inbox:
            if isinstance(message := channel.inbox.popleft(), Judge):
                return message
