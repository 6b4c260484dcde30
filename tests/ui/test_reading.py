"""What comes from a terminal in several readings, one directly after the other."""

from __future__ import annotations

import pytest
from textual import events

from tutor.ui.terminal.driver import Reading


def pressed(*readings: str) -> list[str]:
    reading = Reading()
    return [event.key for data in readings for event in reading.events(data) if isinstance(event, events.Key)]


@pytest.mark.parametrize(
    ("readings", "keys"),
    [
        (("\x1b", "n"), ["escape", "n"]),
        (("\x1b", "=0.013\r"), ["escape", "equals_sign", "0", "full_stop", "0", "1", "3", "enter"]),
        (("\x1b", "\x12"), ["escape", "ctrl+r"]),
        (("ab\x1b", "h"), ["a", "b", "escape", "h"]),
        (("\x1b", "[A"), ["up"]),
        (("\x1b", "OP"), ["f1"]),
        (("\x1b[", "A"), ["up"]),
    ],
)
def test_escape_and_a_key_soon_after_it_are_two_keys_and_a_sequence_in_pieces_is_one(
    readings: tuple[str, ...], keys: list[str]
) -> None:
    assert pressed(*readings) == keys
