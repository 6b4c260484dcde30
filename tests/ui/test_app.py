from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from fake_kernel import CPU, FakeFactory
from pilots import settle
from textual.command import CommandPalette
from textual.events import Resize, ScreenResume
from textual.geometry import Size
from textual.widget import AwaitMount, Widget
from textual.widgets import OptionList, Static
from textual.widgets._toast import Toast

from tutor.course.catalogue import find_course, load_course
from tutor.kernel.client.client import KernelError, Lost
from tutor.kernel.protocol import connection, events
from tutor.learner.progress import Store
from tutor.options import Options
from tutor.ui.app import TutorApp
from tutor.ui.home.screen import HomeScreen
from tutor.ui.lesson import loading
from tutor.ui.lesson.controls import Presets
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.lesson.words import State
from tutor.ui.messages import KernelMessage, SaveStateChanged
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.ui.terminal.theme import THEMES
from tutor.ui.widgets.choose import Choose
from tutor.ui.widgets.commands import Command, available
from tutor.ui.widgets.help_screen import HelpScreen
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.too_small import TooSmallScreen

MakeApp = Callable[..., TutorApp]


def state_of(app: TutorApp) -> str:
    return app.link.state


async def test_a_chosen_theme_is_taken_at_once_and_remembered(make_app: MakeApp, store: Store) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        assert app.theme == "dark"
        await pilot.press("t", "down", "enter")
        await settle(pilot)
        assert app.theme == "light"
    assert make_app(store=Store(store.home)).theme == "light"
    assert make_app(Options(theme="ansi"), store=Store(store.home)).theme == "ansi"


async def test_a_chosen_device_is_told_and_remembered(make_app: MakeApp, store: Store, kernels: FakeFactory) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        kernels.kernel.say(connection.Devices((connection.Device("cuda:0", "A card", 16 * 2**30, 12 * 2**30), CPU)))
        await settle(pilot)
        await pilot.press("d", "down")
        await settle(pilot)
        offered = [str(option.prompt) for option in app.screen.query_one(OptionList).options]
        assert offered[1] == "  cuda:0: A card, 12 of 16 GiB free"
        await pilot.press("down", "enter")
        await settle(pilot)
        assert app.device == "cpu"
    assert make_app(store=Store(store.home)).device == "cpu"


async def test_what_is_said_already_is_not_said_once_more_and_a_new_thing_takes_its_place(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        for words in ("Once is enough.", "Once is enough."):
            app.screen.notify(words, markup=False)
        await settle(pilot)
        assert [toast.message for toast in app._notifications] == ["Once is enough."]
        app.screen.notify("Another thing.")
        await settle(pilot)
        assert [toast.message for toast in app._notifications] == ["Another thing."]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
async def test_what_is_said_covers_no_more_than_the_title_and_goes_with_its_screen(
    make_app: MakeApp, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await app.open_lesson("learning_rate", 0)
        await settle(pilot)
        lesson = app.screen
        for n in range(3):
            lesson.notify(f"Said {n}: " + "words " * 12)
        await settle(pilot)
        (said,) = (toast for toast in app.screen.query(Toast) if toast.region)
        title = lesson.query_one("#top").region
        assert said.region.intersection(title) == said.region
        assert str(said.render()).startswith("Said 2")
        await pilot.press("question_mark")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert len(app._notifications) == 1, "a window over the screen leaves it"
        await pilot.press("n")
        await settle(pilot)
        assert not len(app._notifications), "the next screen of the lesson"
        lesson.notify("Said 2: " + "words " * 12)
        await settle(pilot)
        assert len(app._notifications) == 1, "it may be said again"
        await app.go_home()
        await settle(pilot)
        assert not len(app._notifications)


async def test_what_went_wrong_is_said_in_full(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.screen.notify("words " * 40 + "the end", severity="error")
        await settle(pilot)
        (said,) = (toast for toast in app.screen.query(Toast) if toast.region)
        assert said.region.height == 4


def test_every_sentence_that_is_said_in_passing_fits_in_the_one_line_it_has() -> None:
    said = []
    for path in (Path(__file__).parents[2] / "tutor" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="notify"), args=[ast.Constant(value=str(words))]):
                    said.append(words)
    assert len(said) > 5
    assert [words for words in said if len(words) > 78] == []


async def test_escape_leaves_a_chooser_without_choosing(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("t", "down", "escape")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert app.theme == "dark"


async def test_the_help_names_every_command_of_the_screen(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 50)) as pilot:
        beneath = [command for _, command in available(app.screen)]
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)
        assert [command.key for command in beneath][:3] == ["enter", "x", "/"]
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)


async def test_the_palette_finds_a_command_and_gives_it(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"colors")
        await app.workers.wait_for_complete()
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, Choose)


async def test_no_key_means_two_things_on_one_screen(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test():
        for node in (app, app.screen, HelpScreen([]), Choose("", [], "")):
            keys = [key for command in type(node).ACTIONS for key in command.keys.split(",")]
            assert len(keys) == len(set(keys))


async def test_a_terminal_that_is_too_small_says_so_until_it_is_not(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(20, 5)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        for size in [(100, 30), (59, 30), (100, 15), (20, 5), (60, 16)] * 3:
            await pilot.resize_terminal(*size)
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert len(app.screen_stack) == 1


async def test_ctrl_c_quits_from_home(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        await settle(pilot)
    assert app.return_code == 0
    assert not app.is_running


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quitting_ends_the_kernel_and_saves(
    make_app: MakeApp, kernels: FakeFactory, store: Store, key: str
) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await settle(pilot)
        store.visit("graphs", 2)
        await pilot.press(key)
        await settle(pilot)
    assert kernels.kernel.state == "closed"
    assert Store(store.home).lesson("graphs").screen == 2


async def test_a_session_hears_its_own_messages_and_no_others(make_app: MakeApp, kernels: FakeFactory) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await settle(pilot)
        first: list[object] = []
        second: list[object] = []
        one = await app.link.open("cpu", lambda event: first.append(event.message))
        two = await app.link.open("cpu", lambda event: second.append(event.message), seed=3)
        for session in (one, two):
            kernels.kernel.say(events.Opened(session.number, "cpu"))
        assert first == [events.Opened(one.number, "cpu")]
        assert second == [events.Opened(two.number, "cpu")]
        app.link.forget(one)
        kernels.kernel.say(events.Opened(one.number, "cpu"))
        assert len(first) == 1


async def test_a_lost_kernel_is_told_once_and_the_next_session_starts_another(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    app = make_app()
    heard: list[KernelMessage] = []
    async with app.run_test() as pilot:
        await settle(pilot)
        await app.link.open("auto", heard.append)
        kernels.kernel.say(Lost("It ended."))
        kernels.kernel.say(Lost("It ended."))
        assert [event.message for event in heard] == [Lost("It ended.")]
        assert state_of(app) == "lost"
        await app.link.open("auto", heard.append)
        assert len(kernels.kernels) == 2
        assert state_of(app) == "starting"


async def test_a_kernel_that_never_starts_fails_those_who_wait(make_app: MakeApp, kernels: FakeFactory) -> None:
    app = make_app()
    heard: list[KernelMessage] = []
    async with app.run_test() as pilot:
        await settle(pilot)
        await app.link.open("auto", heard.append)
        kernels.kernel.fail(KernelError("No such command: nowhere."))
        await settle(pilot)
        assert [event.message for event in heard] == [Lost("No such command: nowhere.")]


def test_what_the_terminal_can_show_is_there_for_every_screen(make_app: MakeApp) -> None:
    poor = make_app(terminal=TerminalCapabilities(colors=16, characters="ascii", remote=True))
    assert (poor.terminal.marks, poor.terminal.shades, poor.terminal.chart_rate) == ("ascii", False, 5)
    rich = make_app()
    assert (rich.terminal.marks, rich.terminal.shades, rich.terminal.chart_rate) == ("braille", True, 10)


def test_the_pace_is_remembered(make_app: MakeApp, store: Store) -> None:
    app = make_app()
    assert app.pace == 30.0
    app.set_pace(None)
    store.flush()
    assert make_app(store=Store(store.home)).pace is None


def test_a_command_needs_its_key_only_once() -> None:
    assert Command("ctrl+r,f5", "run", "run", "run it").key == "ctrl+r"
    assert Command("ctrl+r,f5", "run", "run", "run it").all_keys == "ctrl+r F5"
    assert Command("right_square_bracket", "up", "up", "up").key == "]"
    assert Command("ctrl+underscore", "x", "x", "x", shown="ctrl+/").key == "ctrl+/"


async def test_a_lesson_opened_on_a_tiny_terminal_waits_behind_the_message(make_app: MakeApp) -> None:
    app = make_app(Options(lesson="graphs"))
    async with app.run_test(size=(30, 8)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)


async def test_in_a_narrow_terminal_what_is_cut_of_a_folded_cell_or_of_presets_ends_in_a_sign(
    make_app: MakeApp,
) -> None:
    app = make_app(course=load_course(find_course()))
    async with app.run_test(size=(60, 18)) as pilot:
        await app.open_lesson("learning_rate", 0)
        await settle(pilot)
        (fold, *_) = (one for one in app.screen.query(".fold").results(Static) if one.display)
        assert fold.render_line(0).text.rstrip().endswith("…")
        presets = app.screen.query_one(Presets)
        presets.presets, presets.state = (0.0005, 0.001, 0.005, 0.025, 0.028, 0.03), State("▶ 8 of 100", "")
        row = presets.render().plain
        assert "… ▶ 8 of 100" in row
        assert len(row) == presets.size.width


async def test_home_has_no_parts_before_a_lesson_that_is_opened_at_once_is_seen(make_app: MakeApp) -> None:
    app = make_app(options=Options(lesson="graphs"))
    async with app.run_test() as pilot:
        home = app.screen_stack[0]
        assert isinstance(home, HomeScreen)
        assert isinstance(app.screen, LessonScreen)
        await settle(pilot)
        assert len(home.query(KeyBar)) == 1  # it is there by the time that one goes there
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen_stack == [home]


async def test_home_is_asked_for_nothing_while_its_parts_come(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount_all, called = HomeScreen.mount_all, list[object]()

    def mount_meanwhile(home: HomeScreen, parts: Iterable[Widget]) -> AwaitMount:
        mounted = mount_all(home, parts)
        home.on_resize(Resize(Size(80, 24), Size(80, 24)))
        home.on_save_state_changed(SaveStateChanged())
        home._recolor(THEMES[0])
        called.append([home.check_action(action, ()) for action in ("open", "move", "missing")])
        home.post_message(ScreenResume())
        return mounted

    monkeypatch.setattr(HomeScreen, "mount_all", mount_meanwhile)
    app = make_app(options=Options(lesson="graphs"))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert called == [[False, False, False]]
        assert len(app.screen_stack[0].query(KeyBar)) == 1
        assert app.screen_stack[0].check_action("open", ())


async def test_of_a_lesson_that_is_not_there_it_is_said_on_home(make_app: MakeApp) -> None:
    app = make_app(options=Options(lesson="nowhere"))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert len(app.screen.query(KeyBar)) == 1
        assert [str(one.message) for one in app._notifications] == ["There is no lesson named nowhere."]


def test_what_no_frame_waits_for_is_loaded_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(loading, "MODULES", ("sys", "tests.a", "tests.b"))
    monkeypatch.setattr(loading, "import_module", loaded.append)
    waiting: list[Callable[[], object]] = []
    loading.load_behind(waiting.append)
    assert loaded == ["tests.a"]
    waiting.pop()()
    assert loaded == ["tests.a", "tests.b"]
    waiting.pop()()
    assert not waiting
