"""What a terminal answers about pictures: never a key, whenever and in however many pieces it comes; what it means."""

from __future__ import annotations

import pytest
from textual import events

from tutor.ui.terminal.asking import Answers, Hearing, asks, question, way
from tutor.ui.terminal.driver import Reading

NAME, KITTY, CELL, ATTRIBUTES = "\x1bP>|kitty(0.35.2)\x1b\\", "\x1b_Gi=31;OK\x1b\\", "\x1b[6;20;10t", "\x1b[?62;4;22c"
ALL = NAME + KITTY + CELL + ATTRIBUTES


class Terminal:
    """Readings of a terminal that was asked, one directly after the other."""

    def __init__(self) -> None:
        self.now = 0.0
        self.hearing = Hearing(lambda: self.now)
        self.reading = Reading()

    def keys(self, *readings: str) -> list[str]:
        """What was pressed; '' is a reading in which nothing came."""
        found: list[str] = []
        for data in readings:
            pieces = list(self.hearing.keys(data))
            if not data and (held := self.hearing.given_up()):
                found += (one.key for one in self.reading.events_of_all(held) if isinstance(one, events.Key))
            found += (one.key for piece in pieces for one in self.reading.events(piece) if isinstance(one, events.Key))
        return found


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


def test_what_is_answered_is_known_once_all_is_answered_and_the_keys_around_it_are_pressed(terminal: Terminal) -> None:
    assert terminal.keys("a" + NAME + KITTY + "b") == ["a", "b"]
    assert terminal.hearing.news is None
    assert terminal.keys(CELL + "\x1b[A" + ATTRIBUTES + "c") == ["up", "c"]
    assert terminal.hearing.news == Answers(kitty=True, name="kitty(0.35.2)", cell=(10, 20), sixel=True)


@pytest.mark.parametrize("first", range(1, len(ALL)))
def test_an_answer_that_comes_in_pieces_is_no_key(terminal: Terminal, first: int) -> None:
    second = min(first + 1, len(ALL))
    assert terminal.keys("a" + ALL[:first], ALL[first:second], ALL[second:] + "b") == ["a", "b"]
    assert terminal.hearing.news == Answers(kitty=True, name="kitty(0.35.2)", cell=(10, 20), sixel=True)


@pytest.mark.parametrize(
    ("readings", "keys"),
    [
        (("\x1b", ""), ["escape"]),
        (("\x1b", "n"), ["escape", "n"]),
        (("\x1b", "[A"), ["up"]),
        (("\x1b[", "A"), ["up"]),
        (("\x1b[6", "~"), ["pagedown"]),
        (("\x1b[?2026;2$y", "a"), ["a"]),
        (("\x1b[?2026", ";2$y", "a"), ["a"]),
        (("\x1b", "\x12"), ["escape", "ctrl+r"]),
    ],
)
def test_keys_that_begin_as_answers_do_are_keys(terminal: Terminal, readings: tuple[str, ...], keys: list[str]) -> None:
    assert terminal.keys(*readings) == keys


@pytest.mark.parametrize("begun", ["\x1b_Gi=31;O", "\x1bP>|kit", "\x1b[?62;4"])
def test_an_answer_without_an_end_is_no_key_and_costs_none(terminal: Terminal, begun: str) -> None:
    assert terminal.keys(begun, "") == []
    terminal.now = 3.0
    assert terminal.keys("", "a") == ["a"]


def test_an_answer_without_an_end_ends_where_a_key_begins(terminal: Terminal) -> None:
    assert terminal.keys("\x1b_Gi=31;O", "\x1b[A", "a") == ["up", "a"]


def test_another_size_of_cells_is_news_by_itself_later(terminal: Terminal) -> None:
    assert terminal.keys(ALL) == []
    terminal.hearing.news = None
    assert terminal.keys("\x1b[6;38;19t") == []
    assert terminal.hearing.news == Answers(kitty=True, name="kitty(0.35.2)", cell=(19, 38), sixel=True)


@pytest.mark.parametrize(
    ("setting", "answers", "environ", "expected"),
    [
        ("auto", Answers(kitty=True, name="kitty(0.28.0)"), {}, "kitty"),
        ("auto", Answers(kitty=True, name="ghostty 1.1.0"), {}, "kitty"),
        ("auto", Answers(kitty=True, name="kitty(0.26.5)"), {}, ""),
        ("auto", Answers(kitty=False, name="kitty(0.35.2)"), {}, ""),
        ("auto", Answers(kitty=True, name="WezTerm 20240203", sixel=True, cell=(10, 20)), {}, "iterm"),
        ("auto", Answers(kitty=True, name="Konsole 24.02", sixel=True, cell=(10, 20)), {}, "sixel"),
        ("auto", Answers(name="iTerm2 3.5.0", sixel=True, cell=(10, 20)), {}, "iterm"),
        ("auto", Answers(), {"TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ("auto", Answers(), {"LC_TERMINAL": "iTerm2"}, "iterm"),
        ("auto", Answers(name="XTerm(390)"), {"LC_TERMINAL": "iTerm2"}, ""),
        ("auto", Answers(sixel=True, cell=(10, 20)), {}, "sixel"),
        ("auto", Answers(sixel=True), {}, ""),
        ("auto", Answers(name="tmux 3.4", sixel=True, cell=(10, 20)), {}, ""),
        ("auto", Answers(), {}, ""),
        ("sixel", Answers(name="tmux 3.4", sixel=True, cell=(10, 20)), {}, "sixel"),
        ("kitty", Answers(kitty=True, name="WezTerm 20240203"), {}, "kitty"),
        ("kitty", Answers(sixel=True, cell=(10, 20)), {}, ""),
        ("iterm", Answers(kitty=True, name="kitty(0.35.2)"), {}, ""),
        ("sixel", Answers(kitty=True, name="kitty(0.35.2)"), {}, ""),
    ],
)
def test_pictures_are_shown_in_a_way_that_the_terminal_says_it_knows_and_that_was_chosen(
    setting: str, answers: Answers, environ: dict[str, str], expected: str
) -> None:
    assert way(setting, answers, environ) == expected


@pytest.mark.parametrize(
    ("setting", "environ", "expected"),
    [
        ("blocks", {}, False),
        ("auto", {"TERM": "xterm-256color"}, True),
        ("auto", {"TERM": "tmux-256color"}, False),
        ("auto", {"TERM": "screen.xterm-256color"}, False),
        ("auto", {"TERM": "xterm-256color", "TMUX": "/tmp/tmux"}, False),
        ("sixel", {"TERM": "tmux-256color"}, True),
        ("auto", {"TERM_PROGRAM": "Apple_Terminal"}, False),
        ("kitty", {"TERM_PROGRAM": "Apple_Terminal"}, False),
    ],
)
def test_within_another_program_a_terminal_is_asked_only_where_one_insists(
    setting: str, environ: dict[str, str], expected: bool
) -> None:
    assert asks(setting, environ) is expected


def test_a_terminal_is_asked_only_what_matters() -> None:
    assert question("auto") == "\x1b[>q\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c"
    assert question("kitty") == "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c"
    assert question("iterm") == "\x1b[>q\x1b[16t\x1b[c"
    assert question("sixel") == "\x1b[16t\x1b[c"
