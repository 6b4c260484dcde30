"""How Textual reads a terminal: the parser of what comes in, and the file that a driver writes to.

Where these are not there, the terminal is read by Textual's own driver, which waits for the end of a paste that has
none, and goes on without its terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

from tutor.compat.lookup import missing, parts

__all__ = ["PASTE_END", "PASTE_START", "ParseError", "XTermParser", "lacking", "wait_no_longer", "write_to"]

if TYPE_CHECKING:
    from textual._parser import ParseError
    from textual._xterm_parser import XTermParser
else:
    (ParseError,) = parts("textual._parser", "ParseError")
    (XTermParser,) = parts("textual._xterm_parser", "XTermParser")

PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends around a paste."""


def lacking() -> str:
    """What is missing of what the tutor's own driver is made of; '' where all is there."""
    gone = [*missing("textual._parser", "ParseError"), *missing("textual._xterm_parser", "XTermParser")]
    gone += [f"XTermParser.{name}" for name in ("feed", "tick") if not gone and not hasattr(XTermParser, name)]
    gone += [] if gone or hasattr(XTermParser(), "_timeout_time") else ["XTermParser._timeout_time"]
    gone += [
        f"LinuxDriver.{name}" for name in ("run_input_thread", "process_message") if not hasattr(LinuxDriver, name)
    ]
    return ", ".join(gone)


def wait_no_longer(parser: XTermParser) -> None:
    """Have the next `tick` take what the parser waits to know more of as all that there is: ESC as the key."""
    if parser._timeout_time is not None:
        parser._timeout_time = 0.0


def write_to(driver: LinuxDriver, file: Any) -> None:
    """Have a driver that does not write yet write to this file."""
    driver._file = file
