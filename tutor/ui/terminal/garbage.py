"""When Python looks for garbage: while the screen stands still, and not at all while the tutor starts.

A full collection looks at every object there is, which with Textual's are some 200,000: 60 to 200 ms in which no key is
answered and no chart goes on. What goes without cycles is freed at once in any case.
"""

from __future__ import annotations

import gc

EVERY = 0.5
"""Seconds between two looks at whether there is something to do."""
QUIET = 0.4
"""Seconds for which the screen has to have stood still."""
YOUNG = 5_000
"""So many new objects, and Python looks at them; its own 700 are there after a seventh of a screen is drawn."""
WORTH = 1
"""So many collections of those that outlived ten of the young make a full one worth its while."""
PRESSING = 8
"""So many, and it is done although the screen moves."""
_NEVER = 1_000_000


def hold() -> None:
    """Collect nothing: while modules are loaded hardly anything is garbage."""
    gc.disable()


class Collector:
    """Collects for the screen."""

    def settle(self) -> None:
        """Take what there is now for what will always be there, and collect the young from now on."""
        gc.freeze()
        gc.enable()
        gc.set_threshold(YOUNG, gc.get_threshold()[1], _NEVER)

    def tidy(self, still_for: float) -> bool:
        """Collect everything if the time is right; whether it was. The screen stood still for so many seconds."""
        waiting = gc.get_count()[2]
        if waiting < (WORTH if still_for >= QUIET else PRESSING):
            return False
        from tutor.compat.textual_screen import forget_drawn  # here: `hold` comes before anything of Textual's

        forget_drawn()
        gc.collect()
        return True
