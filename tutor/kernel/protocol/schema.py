"""What the messages look like, written down beside the protocol's number, so that no change of them goes unnumbered.

`python -m tutor.kernel.protocol.schema` writes `schema.json` anew once `PROTOCOL` has been raised.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec

from tutor.kernel.protocol.connection import PROTOCOL
from tutor.kernel.protocol.messages import FromKernel, ToKernel
from tutor.kernel.protocol.wire import FromSession, ToSession

PATH = Path(__file__).with_name("schema.json")
COMMAND = "python -m tutor.kernel.protocol.schema"
_UNIONS = {"ToKernel": ToKernel, "FromKernel": FromKernel, "ToSession": ToSession, "FromSession": FromSession}


class Written(msgspec.Struct, frozen=True):
    """The messages as they were when the number was given."""

    protocol: int
    types: dict[str, Any]
    """The JSON schema of each type by its name, the unions of messages among them."""


def present() -> Written:
    """The messages as they now stand."""
    unions, parts = msgspec.json.schema_components(_UNIONS.values())
    return Written(PROTOCOL, {name: _bare(one) for name, one in (*parts.items(), *zip(_UNIONS, unions, strict=True))})


def stored(path: Path = PATH) -> Written:
    """The messages as they are written down."""
    return msgspec.json.decode(path.read_bytes(), type=Written)


def problem(now: Written, then: Written) -> str:
    """What is to be done before this may be released; '' where the messages are those that their number stands for."""
    names = sorted(now.types.keys() | then.types.keys())
    changed = [name for name in names if now.types.get(name) != then.types.get(name)]
    if changed and now.protocol <= then.protocol:
        return (
            f"{', '.join(changed)}: not what protocol {then.protocol} says it is. A tutor and a kernel of that number "
            f"would no longer understand each other. Raise PROTOCOL in tutor/kernel/protocol/connection.py, and run "
            f"`{COMMAND}`. If it has been raised since the last release, run `{COMMAND} --unreleased`."
        )
    if now.protocol != then.protocol:
        return f"PROTOCOL is {now.protocol}, and what is written down is of {then.protocol}. Run `{COMMAND}`."
    return ""


def write(written: Written, path: Path = PATH) -> None:
    """Write it down, a type on each line, so that a change of one is a change of one line."""
    lines = (f"{json.dumps(name)}: {json.dumps(one, sort_keys=True)}" for name, one in sorted(written.types.items()))
    inner = ",\n".join(lines)
    path.write_text(f'{{"protocol": {written.protocol}, "types": {{\n{inner}\n}}}}\n', encoding="utf-8")


def _bare(schema: Any) -> Any:
    """A schema without docstrings, and without defaults: every field is sent, whatever its value."""
    match schema:
        case {"properties": dict() as fields, **rest}:
            return {**_bare(rest), "properties": {name: _bare(one) for name, one in fields.items()}}
        case dict():
            return {name: _bare(one) for name, one in schema.items() if name not in ("description", "default")}
        case list():
            return [_bare(one) for one in schema]
    return schema


def main(arguments: list[str] | None = None, path: Path = PATH) -> None:
    """Write the messages down, if their number allows it."""
    parser = argparse.ArgumentParser(COMMAND, description="Write down the messages of the present protocol.")
    parser.add_argument("--unreleased", action="store_true", help="no release has had the present number yet")
    unreleased = parser.parse_args(arguments).unreleased
    now = present()
    if not unreleased and now.protocol == stored(path).protocol and (words := problem(now, stored(path))):
        parser.error(words)
    write(now, path)


if __name__ == "__main__":
    main()
