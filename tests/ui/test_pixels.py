"""Pictures as pixels on the screens: what is sent, and when; of which size, and what may lie over it."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from fake_kernel import FakeFactory
from first_runs import first_run
from pilots import SOON, settle
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from tests.pty.picture_terminal import Inline, Sixels, difference, opened, read_images, read_painted, read_removed
from tutor.charts.drawing import Placed, Size
from tutor.course.catalogue import load_course
from tutor.kernel.protocol import events
from tutor.opening.lessons import open_file
from tutor.options import Options
from tutor.ui.app import TutorApp
from tutor.ui.stage.drawing import DrawingView
from tutor.ui.stage.panel_grid import PanelGrid, PanelView
from tutor.ui.terminal import graphics, placeholders
from tutor.ui.terminal.asking import CELL, Answered, Answers, question
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.views.pictures.data import PicturesView, Tile

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("PIL") is None, reason="Pillow is not installed: pip install '.[open]'"
)
MakeApp = Callable[..., TutorApp]
AS_KITTY = Answers(kitty=True, name="kitty(0.35.2)", cell=(10, 20))
AS_FOOT = Answers(name="foot(1.20)", cell=(10, 20), sixel=True)


class FakeLine:
    """A way to a terminal that takes all at once."""

    def __init__(self) -> None:
        self.leaving: Callable[[], str] | None = None
        self.open = True
        self.behind = 0
        self.written: list[str] = []

    def write(self, data: str) -> None:
        self.written.append(data)

    def ask(self, question: str) -> None:
        self.written.append(question)

    @property
    def sent(self) -> bytes:
        """All that was written."""
        return "".join(self.written).encode()

    @property
    def painted(self) -> list[Sixels | Inline]:
        return read_painted(self.sent)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is to come once it is quiet comes soon."""
    monkeypatch.setattr(graphics, "QUIET", SOON / 4)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A picture of 1500×500 pixels, of which no two are alike where they lie beside one another; and many lines."""
    from PIL import Image

    across = Image.linear_gradient("L").rotate(90).resize((1500, 500))
    Image.merge("RGB", (across, across.rotate(180), across)).save(tmp_path / "a.png")
    path = tmp_path / "a.md"
    path.write_text("# First\n\n![a picture](a.png)\n\n" + "more\n\n" * 30 + "```python\nx = 1\n```\n")
    return path


@pytest.fixture
def line() -> FakeLine:
    return FakeLine()


@pytest.fixture
def make_asked(make_app: MakeApp, line: FakeLine, file: Path) -> MakeApp:
    def make(way: str = "auto", **changed: object) -> TutorApp:
        app = make_app(Options(pictures=way), opened=open_file(file).lesson, **changed)
        app.line = line
        return app

    return make


async def turned(pilot: Pilot[Any], answers: Answers | None = None) -> DrawingView:
    """The drawing of the picture on the second screen, once all has come."""
    await settle(pilot)
    if answers is not None:
        pilot.app.post_message(Answered(answers))
    await pilot.press("n")
    await quiet(pilot)
    return pilot.app.screen.query_one("PictureView DrawingView", DrawingView)


async def quiet(pilot: Pilot[Any]) -> None:
    """Until all has come, and the pictures that it led to."""
    await settle(pilot)
    while pilot.app.graphics is not None and pilot.app.graphics.busy:  # type: ignore[attr-defined]
        await settle(pilot)


def test_the_marks_of_rows_and_columns_are_as_wide_as_nothing_and_no_two_are_alike() -> None:
    known = placeholders.marks()
    assert len(known) == len(set(known)) == 297
    assert (known[0], known[1], known[296]) == ("\u0305", "\u030d", "\U0001d244")
    color = next(placeholders.numbers(few=False))[1]
    cells = placeholders.cells(color, 3, 297, Style())
    assert [cell_len(text) for text, *_ in cells] == [1] * 297


@pytest.mark.parametrize("few", [False, True])
def test_the_color_of_a_cell_is_the_number_of_a_picture(few: bool) -> None:
    made = list(itertools.islice(placeholders.numbers(few=few), 200))
    assert len({number for number, _ in made}) == 200
    for number, color in made:
        shown = color.downgrade(ColorSystem.EIGHT_BIT if few else ColorSystem.TRUECOLOR)
        assert number == (shown.number if few else int("".join(f"{part:02x}" for part in shown.triplet or ()), 16))


@pytest.mark.parametrize("options", [Options(), Options(pictures="blocks")])
async def test_only_where_it_is_chosen_something_is_asked(
    make_app: MakeApp, line: FakeLine, file: Path, options: Options
) -> None:
    app = make_app(options, opened=open_file(file).lesson)
    app.line = line
    async with app.run_test(size=(80, 24)) as pilot:
        await turned(pilot)
    assert line.written == []


@pytest.mark.parametrize("terminal", [TerminalCapabilities(colors=2), TerminalCapabilities(characters="console")])
async def test_nothing_is_asked_of_a_terminal_without_colors_or_half_blocks(
    make_asked: MakeApp, line: FakeLine, terminal: TerminalCapabilities
) -> None:
    async with make_asked(terminal=terminal).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
    assert line.written == []


@pytest.mark.parametrize(("answers", "painted"), [(AS_KITTY, 0), (AS_FOOT, 1)])
async def test_with_16_colors_no_number_of_a_picture_can_be_said_and_sixels_are_painted(
    make_asked: MakeApp, line: FakeLine, answers: Answers, painted: int
) -> None:
    async with make_asked(terminal=TerminalCapabilities(colors=16)).run_test(size=(80, 24)) as pilot:
        await turned(pilot, answers)
    assert len({image.data for image in line.painted}) == painted  # one, as often as the screen below it has changed
    assert read_images(line.sent) == []


async def test_a_picture_is_sent_in_no_more_pixels_than_its_cells_have(make_asked: MakeApp, line: FakeLine) -> None:
    async with make_asked().run_test(size=(80, 40)) as pilot:
        view = await turned(pilot, AS_KITTY)
        assert tuple(view.drawing.size) == (77, 13)
        (image,) = read_images(line.sent)
        assert opened(image.data).size == (770, 257)
        assert (image.columns, image.rows) == (77, 13)
        assert view.render_line(0).text.startswith("\U0010eeee\u0305\u0305")
        assert line.written[0] == question("auto")


async def test_in_another_size_it_is_sent_anew_and_the_one_before_is_forgotten(
    make_asked: MakeApp, line: FakeLine
) -> None:
    async with make_asked().run_test(size=(80, 40)) as pilot:
        await turned(pilot, AS_KITTY)
        await pilot.resize_terminal(60, 40)
        await quiet(pilot)
        first, second = read_images(line.sent)
        assert (second.columns, opened(second.data).size) == (57, (570, 190))
        assert read_removed(line.sent) == [first.number]
        assert line.written.count(CELL) == 1


async def test_where_cells_have_another_size_it_is_sent_in_as_many_pixels_as_they_have(
    make_asked: MakeApp, line: FakeLine
) -> None:
    async with make_asked().run_test(size=(80, 40)) as pilot:
        await turned(pilot, AS_KITTY)
        pilot.app.post_message(Answered(Answers(kitty=True, name="kitty(0.35.2)", cell=(5, 10))))
        await quiet(pilot)
        assert [opened(image.data).size for image in read_images(line.sent)] == [(770, 257), (385, 128)]


async def test_what_is_drawn_before_the_terminal_answers_has_its_pixels_once_it_has(
    make_asked: MakeApp, line: FakeLine
) -> None:
    async with make_asked().run_test(size=(80, 40)) as pilot:
        view = await turned(pilot)
        assert "\U0010eeee" not in view.render_line(0).text
        pilot.app.post_message(Answered(AS_KITTY))
        await quiet(pilot)
        assert "\U0010eeee" in view.render_line(0).text
        assert len(read_images(line.sent)) == 1


async def test_of_a_picture_that_is_out_of_view_nothing_is_sent_before_it_is_seen(
    make_asked: MakeApp, line: FakeLine, file: Path
) -> None:
    file.write_text("# First\n\n" + "more\n\n" * 30 + "![a picture](a.png)\n\n```python\nx = 1\n```\n")
    async with make_asked().run_test(size=(80, 40)) as pilot:
        await turned(pilot, AS_KITTY)
        assert read_images(line.sent) == []
        pilot.app.screen.parts.page.scroll_end(animate=False)  # type: ignore[attr-defined]
        await quiet(pilot)
        assert len(read_images(line.sent)) == 1


async def test_what_is_said_over_a_picture_is_not_painted_over(make_asked: MakeApp, line: FakeLine) -> None:
    async with make_asked().run_test(size=(80, 24), notifications=True) as pilot:
        await turned(pilot, AS_FOOT)
        painted = len(line.painted)
        assert painted
        pilot.app.notify("It went wrong. " * 20, severity="error")
        await quiet(pilot)
        assert pilot.app.screen.query(Toast).first().region.overlaps(_place(pilot.app))
        assert len(line.painted) == painted
        pilot.app.clear_notifications()
        await quiet(pilot)
        assert len(line.painted) == painted + 1
        assert line.painted[0].data == line.painted[-1].data


def _place(app: Any) -> Region:
    region: Region = app.screen.query_one("PictureView DrawingView", DrawingView).region
    return region


async def test_a_picture_is_not_painted_anew_for_what_changes_beside_it(make_asked: MakeApp, line: FakeLine) -> None:
    async with make_asked().run_test(size=(80, 24)) as pilot:
        await turned(pilot, AS_FOOT)
        painted = len(line.painted)
        assert painted
        pilot.app.screen.query_one("KeyBar").refresh()
        await quiet(pilot)
        assert len(line.painted) == painted
        pilot.app.screen.query_one("PictureView DrawingView", DrawingView).refresh(Region(3, 2, 1, 1))
        await quiet(pilot)
        assert len(line.painted) == painted + 1


async def test_while_the_terminal_is_another_programs_nothing_is_sent(make_asked: MakeApp, line: FakeLine) -> None:
    async with make_asked().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        pilot.app.post_message(Answered(AS_FOOT))
        await settle(pilot)
        line.open = False
        await pilot.press("n")
        for _ in range(4):
            await settle(pilot)
        assert line.painted == []
        line.open = True
        await quiet(pilot)
        assert len({image.data for image in line.painted}) == 1


async def test_a_picture_on_the_stage_of_which_cells_show_less_has_all_of_its_pixels(
    make_app: MakeApp, line: FakeLine, kernels: FakeFactory
) -> None:
    values = bytes(range(256)) * (480 * 360 * 3 // 256)
    large, small = (
        PicturesView((Tile(*size, values[: 3 * size[0] * size[1]]),), 3, 0.0, 1.0, False, "", "")
        for size in ((480, 360), (8, 8))
    )
    app = make_app(Options(pictures="auto"), course=load_course(Path(__file__).parent.parent / "tiny_course"))
    app.line = line
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        app.post_message(Answered(Answers(kitty=True, name="kitty(0.35.2)", cell=(20, 40))))
        where: tuple[int, int, int] = await first_run(pilot, kernels)
        for message in (
            events.CellStarted(*where),
            events.Shown(*where, "large", large),
            events.Shown(*where, "small", small),
            events.CellFinished(*where, "ok", 0.1),
            events.RunFinished(*where[:2], "ok", 0.1),
        ):
            kernels.kernel.say(message)
        await settle(pilot)
        await app.screen.query_one(PanelGrid).quiet.wait()
        await quiet(pilot)
        (placed,) = (one for view in app.screen.query(PanelView) for one in view.drawing.pictures)
        (image,) = read_images(line.sent)
        assert (image.columns, image.rows) == tuple(placed.size)
        assert opened(image.data).tobytes() == values
        lines = [view.render_line(0).text for view in app.screen.query(PanelView)]
        assert ["\U0010eeee" in text for text in lines] == [True, False]


async def test_a_picture_that_is_broken_off_is_ended_and_forgotten_and_sent_anew(
    make_asked: MakeApp, line: FakeLine
) -> None:
    async with make_asked().run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        pilot.app.post_message(Answered(AS_KITTY))
        await settle(pilot)
        line.behind = graphics.AHEAD + 1
        await pilot.press("n")
        for _ in range(4):
            await settle(pilot)
        assert line.leaving is not None
        left = line.leaving()
        assert left.startswith(placeholders.END)
        (broken,) = read_removed(left.encode())
        line.behind = 0
        await quiet(pilot)
        (image,) = read_images(line.sent)
        assert image.number != broken
        assert read_removed(line.leaving().encode()) == [image.number]


async def test_over_a_network_a_picture_for_kitty_is_sent_in_fewer_bytes_bit_by_bit(
    make_asked: MakeApp, line: FakeLine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    Image.effect_noise((800, 400), 90).convert("RGB").save(file.parent / "a.png")
    waited: list[float] = []
    monkeypatch.setattr(graphics, "RATE", 10**9)
    monkeypatch.setattr(graphics, "pause", _noting(waited))
    async with make_asked(terminal=TerminalCapabilities(remote=True)).run_test(size=(80, 40)) as pilot:
        await turned(pilot, AS_KITTY)
        (image,) = read_images(line.sent)
        parts = [part for part in line.written if part.startswith("\x1b_G") and "m=" in part]
        assert len(image.data) <= 45_000
        assert waited == [len(part) / 10**9 for part in parts]
        assert len(parts) > 3


def _noting(waited: list[float]) -> Callable[[float], Coroutine[Any, Any, None]]:
    async def pause(seconds: float) -> None:
        waited.append(seconds)

    return pause


@pytest.mark.parametrize("part", [Region(0, 0, 20, 10), Region(0, 4, 20, 6), Region(3, 0, 9, 7)])
def test_sixels_and_files_have_the_pixels_of_the_part_that_is_asked_for(part: Region) -> None:
    from PIL import Image

    from tutor.ui.terminal.encoding import compressed, sixels

    gray = Image.radial_gradient("L").resize((200, 200))
    picture = Placed(0, 0, Size(20, 10), 200, 200, gray.tobytes(), 1)
    wanted = gray.convert("RGB").crop((part.x * 10, part.y * 20, part.right * 10, part.bottom * 20))
    assert difference(opened(compressed(picture, part, (10, 20), most=10**6)), wanted) == 0
    drawn = Sixels(0, 0, sixels(picture, part, (10, 20), most=10**6)[len("\x1bP0;1q") : -2].encode()).image()
    height = part.height * 20 // 6 * 6
    assert difference(drawn, wanted.resize((part.width * 10, height))) < 3


def test_what_takes_too_many_bytes_is_smaller_or_in_fewer_colors_or_not_there() -> None:
    from PIL import Image

    from tutor.ui.terminal.encoding import compressed, sixels

    noise = Image.effect_noise((400, 400), 90)
    picture, whole = Placed(0, 0, Size(40, 20), 400, 400, noise.tobytes(), 1), Region(0, 0, 40, 20)
    assert len(compressed(picture, whole, (10, 20), most=20_000)) <= 20_000
    least = sixels(picture, whole, (10, 20), most=400_000)
    assert 0 < len(least) <= 400_000
    assert sixels(picture, whole, (10, 20), most=1000) == ""
