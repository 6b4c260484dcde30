"""The keys of an exercise's screen."""

from __future__ import annotations

from tutor.ui.widgets.commands import Command

FILE_COMMANDS: tuple[Command, ...] = (
    Command("e", "own_editor", "your editor", "open the file in $VISUAL or $EDITOR, and come back"),
    Command("z", "reset", "reset", "what you were given; again, and your text is back"),
    Command("u", "version(-1)", "versions", "step back through the versions that were checked", shown="u U"),
    Command("U,shift+u", "version(1)", "later version", "step forward through the versions", footer=False, shown="U"),
    Command("v", "difference", "changes", "what you changed of what you were given", footer=False),
    Command("c", "choose_text", "choose", "where the file was changed here and elsewhere, choose one", footer=False),
)

EXERCISE_COMMANDS: tuple[Command, ...] = (
    Command("ctrl+r,f5", "check", "check", "have your text judged, from anywhere"),
    Command("enter,i", "edit", "edit", "go into your text; escape comes back"),
    Command("h", "hint", "hint", "show the next hint: first those for the check that failed"),
    Command("t", "task", "task", "only the task; again, the task beside your text"),
    Command("f", "code", "code", "only your text; again, the task and the checks with it"),
    Command("ctrl+n", "alone", "only code", "only your text, while you are in it; again, all", palette=False),
    Command("n", "next", "next", "go to the next exercise that is not yet right; this one can wait"),
    Command("escape", "leave", "back", "back to where you came from; everything is saved"),
    Command("s", "solution", "solution", "a good answer beside yours; before yours is right it asks once"),
    *FILE_COMMANDS,
    Command("x", "list", "list", "all exercises, by lesson"),
    Command("o", "output", "all of it", "all that the checks said and your code printed", footer=False),
    Command("ctrl+s", "save", "save", "save, and check what is new", footer=False),
    Command("down,j", "scroll_checks(1)", "down", "scroll the checks", footer=False, palette=False),
    Command("up,k", "scroll_checks(-1)", "up", "scroll the checks", footer=False, palette=False),
    Command("pagedown,space", "scroll_task(1)", "page down", "scroll the task", footer=False, palette=False),
    Command("pageup", "scroll_task(-1)", "page up", "scroll the task", footer=False, palette=False),
    Command("escape,ctrl+c", "cancel", "cancel the check", "give up the check that runs", priority=True),
    Command(
        "w",
        "toggle_typing",
        "check as you type",
        "also check when you pause in typing or leave the text, or not",
        footer=False,
    ),
    Command("g", "toggle_going_on", "go on by itself", "after a right answer go to the next, or stay", footer=False),
)
