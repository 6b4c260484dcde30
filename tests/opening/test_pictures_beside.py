"""Pictures beside an opened file: found in each of its forms, read by Pillow as small pixels, or why they are not."""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tutor.course.model import Prose
from tutor.opening import pictures, pixels
from tutor.opening.lessons import open_file
from tutor.opening.pixels import NotDrawnError, fitted, read
from tutor.opening.texts import Picture, in_markdown, marked, of_rest, pieces

Put = Callable[[str, str | bytes], Path]

with_pillow = pytest.mark.skipif(
    importlib.util.find_spec("PIL") is None, reason="Pillow is not installed: pip install '.[open]'"
)


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(width: int, height: int, color: bytes, *, told: tuple[int, int] | None = None) -> bytes:
    """A picture in one color of red, green, blue and perhaps alpha; its head may say that it has another size."""
    across, down = told or (width, height)
    facts = across.to_bytes(4, "big") + down.to_bytes(4, "big") + bytes((8, 6 if len(color) == 4 else 2, 0, 0, 0))
    rows = zlib.compress((b"\0" + color * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", facts) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


RULED = "#" * 70 + "\n# text\n\nx = 1\n"
OUTSIDE = "it lies outside the folder of this file"
RED = png(4, 2, b"\xff\0\0")


def opened(path: Path) -> list[str | Picture]:
    """The pieces of the first text of a file that is its own."""
    lesson = open_file(path, lambda _: True).lesson
    texts = [block for screen in lesson.screens[1:] for block in screen.blocks if isinstance(block, Prose)]
    return pieces(marked(texts[0].text, texts[0].form))


def notebook(source: str, attachments: Any) -> str:
    cells = [
        {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": []},
        {"cell_type": "markdown", "metadata": {}, "source": source, "attachments": attachments},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def attached(data: bytes = RED, name: str = "image.png") -> dict[str, dict[str, str]]:
    return {name: {"image/png": base64.b64encode(data).decode()}}


# ------------------------------------------------------------------------------------------ where they are found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "before\n\n![a cat](img/a.png)\n\nafter\n\n```python\nx = 1\n```"),
        ("a.md", 'before\n\n![a cat](img/a.png "its title")\n\nafter\n\n```python\nx = 1\n```'),
        ("a.md", "before\n\n![a cat](<img/a.png>)\n\nafter\n\n```python\nx = 1\n```"),
        ("a.md", "before\n\n![a cat][cat]\n\nafter\n\n[Cat]: img/a.png\n\n```python\nx = 1\n```"),
        ("a.md", 'before\n\n<img src="img/a.png" alt="a cat" width=3>\n\nafter\n\n```python\nx = 1\n```'),
        ("a.md", "before\n\n<img width=3 alt='a cat' src=img/a.png>\n\nafter\n\n```python\nx = 1\n```"),
        (
            "a.py",
            '"""\nbefore\n\n.. image:: img/a.png\n   :alt: a cat\n\nafter\n"""\n' + RULED,
        ),
        (
            "a.py",
            '"""\nbefore\n\n.. figure:: img/a.png\n   :alt: a cat\n\n   after\n"""\n' + RULED,
        ),
        ("a.py", "# %% [markdown]\n# before\n#\n# ![a cat](img/a.png)\n#\n# after\n\n# %%\nx = 1\n"),
        ("a.ipynb", notebook("before\n\n![a cat](img/a.png)\n\nafter", {})),
    ],
)
def test_a_picture_beside_the_file_stands_below_its_words_in_every_format(put: Put, name: str, text: str) -> None:
    found = opened(put(name, text))
    assert found[:2] == ["before\n\n*(picture: a cat)*", Picture("img/a.png")]
    assert str(found[2]).startswith("after")


@pytest.mark.parametrize("docutils", [True, False])
def test_pictures_in_lines_lists_and_notes_of_rest_stand_below_these(docutils: bool) -> None:
    if docutils and importlib.util.find_spec("docutils") is None:
        pytest.skip("docutils is not installed: pip install '.[open]'")
    from tutor.opening import rest_roughly

    text = ".. note::\n\n   .. image:: a b.png\n\nwords\n"
    if docutils:
        from tutor.opening import rest_by_docutils

        said = rest_by_docutils.in_markdown(text)
    else:
        said = rest_roughly.in_markdown(text)
    first, picture, last = pieces(said)
    assert str(first).startswith("> **Note:**")
    assert "(picture: a b.png)" in str(first)
    assert (picture, last) == (Picture("a b.png"), "words")


def test_what_is_attached_is_told_apart_by_its_cell(put: Put) -> None:
    path = put("a.ipynb", notebook("![](attachment:image.png)\n\n`attachment:other.png`", attached()))
    words, picture, rest = opened(path)
    assert words == "*(picture: image.png)*"
    assert picture == Picture("attachment:1/image.png")
    assert rest == "`attachment:other.png`"
    assert open_file(path).parts[1].text.startswith("![](attachment:image.png)")  # what is exported, as it was


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.png", "//example.org/a.png", "data:image/png;base64,AAAA", "file:///a.png",
        r"\\host\share\a.png", r"C:\a.png", "#here", "",
    ],
)  # fmt: skip
def test_what_lies_elsewhere_is_only_words(address: str) -> None:
    assert not pictures.addresses(pictures.picture("a cat", address))
    assert pictures.picture("a cat", address) == "*(picture: a cat)*"
    text = f"![a cat]({address}) and <img src='{address}' alt='a cat'>"
    assert pieces(marked(text, "markdown")) == [in_markdown(text, "markdown")]


def test_a_picture_of_the_web_without_words_is_its_address() -> None:
    assert pictures.picture("", "https://example.org/9f3a-72e0.png") == "*(picture: https://example.org/9f3a-72e0.png)*"
    assert pictures.picture("a cat", "https://example.org/9f3a.png") == "*(picture: a cat)*"
    assert pictures.picture("", "https://example.org/a_b.png") == "*(picture: a_b.png)*"


def test_words_alone_are_what_goes_out() -> None:
    assert of_rest(".. image:: a.png\n   :alt: a cat") == "*(picture: a cat)*"
    assert in_markdown("![a cat](a.png)", "markdown") == "*(picture: a cat)*"
    assert pieces(marked("a\ue002b.png\ue003c\n\n```\nx\n\n\ny\n```", "markdown")) == ["ab.pngc\n\n```\nx\n\n\ny\n```"]


def test_code_and_links_stay_whole_where_a_picture_parts_a_text() -> None:
    text = "[it][1]\n\n![](a.png)\n\n```\nx\n\n\ny ![](b.png)\n```\n\n[1]: https://example.org"
    assert pieces(marked(text, "markdown")) == [
        "[it][1]\n\n*(picture: a.png)*\n\n[1]: https://example.org",
        Picture("a.png"),
        "```\nx\n\n\ny ![](b.png)\n```\n\n[1]: https://example.org",
    ]


# --------------------------------------------------------------------------------------------- what is not drawn


def why(address: str, file: Path) -> str:
    with pytest.raises(NotDrawnError) as error:
        read(address, file)
    return str(error.value)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("none.png", "there is no such file"),
        ("a.md/none.png", "there is no such file"),
        ("../secret.png", OUTSIDE),
        ("img/../../secret.png", OUTSIDE),
        ("%2e%2e/secret.png", OUTSIDE),
        ("%2Fetc/hosts", OUTSIDE),
        ("img", "it is no ordinary file"),
        ("a%00.png", "there is no such file"),
        ("drawn.svg", "it is an SVG"),
        ("hidden.png", "it is an SVG"),
        ("attachment:image.png", "nothing is attached to the cell by this name"),
    ],
)
def test_what_cannot_be_drawn_says_why(tmp_path: Path, address: str, said: str) -> None:
    folder = tmp_path / "here"
    (folder / "img").mkdir(parents=True)
    for name in ("secret.png", "here/a.md"):
        (tmp_path / name).write_bytes(RED)
    for name in ("drawn.svg", "hidden.png"):
        (folder / name).write_text("<?xml version='1.0'?>\n<svg></svg>")
    assert why(address, folder / "a.md") == said


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
def test_links_that_lead_out_or_back_and_pipes_are_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(RED)
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "round.png").symlink_to(folder / "round.png")
    os.mkfifo(folder / "pipe.png")
    assert why("out.png", folder / "a.md") == OUTSIDE
    assert "link" in why("round.png", folder / "a.md")
    assert why("pipe.png", folder / "a.md") == "it is no ordinary file"


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """A file in a documentation: its root has pictures of all kinds below `_static`, and its folder has one, too."""
    for name, color in (("root/_static/img/a.png", b"\xff\0\0"), ("root/beginner/own.png", b"\0\0\xff")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(png(1, 1, color))
    (tmp_path / "root/_static/drawn.svg").write_text("<svg></svg>")
    (tmp_path / "secret.png").write_bytes(RED)
    return tmp_path / "root/beginner/a.py"


@with_pillow
@pytest.mark.parametrize(
    "address",
    [
        "/_static/img/a.png", "/_static/img/a%2Epng?raw=true", "/../_static/img/a.png", "../_static/img/a.png",
        "./../_static/img/a.png", "../../../_static/img/a.png", "/beginner/../_static/img/a.png", "/_static//img/a.png",
    ],
)  # fmt: skip
@pytest.mark.parametrize("configured", [True, False])
def test_a_path_that_leaves_the_folder_is_one_in_the_root_of_a_documentation(
    part: Path, address: str, configured: bool
) -> None:
    root = part.parent.parent
    if configured:
        (root / "conf.py").write_text("")
    assert read(address, part).values == b"\xff\0\0"
    (root / "beginner/deep").mkdir()
    assert read(address if address.startswith("/") else f"../{address}", root / "beginner/deep/a.py").values[0] == 255


@with_pillow
def test_the_nearest_root_that_has_a_picture_is_the_one(part: Path) -> None:
    near = part.parent / "_static/img/a.png"
    near.parent.mkdir(parents=True)
    assert read("/_static/img/a.png", part).values == b"\xff\0\0"
    near.write_bytes(png(1, 1, b"\0\xff\0"))
    assert read("/_static/img/a.png", part).values == b"\0\xff\0"
    (part.parent.parent / "conf.py").write_text("")
    assert read("/beginner/own.png", part).values == b"\0\0\xff"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/_static/none.png", ""),
        ("/secret.png", ""),
        ("/../secret.png", ""),
        ("/etc/hosts", ""),
        ("/", ""),
        ("../_static/none.png", "there is no such file"),
        ("../../secret.png", OUTSIDE),
        ("../_static/../../secret.png", OUTSIDE),
        ("/_static/drawn.svg", "it is an SVG"),
        ("/_static/img", "it is no ordinary file"),
    ],
)
def test_nothing_above_the_root_of_a_documentation_is_read(part: Path, address: str, said: str) -> None:
    assert why(address, part) == said


@pytest.mark.parametrize("root", ["", "conf.py"])
def test_a_root_is_not_left_and_a_folder_without_signs_is_none(part: Path, root: str) -> None:
    here = part.parent / "a.png"
    here.write_bytes(RED)
    assert why(str(here), part) == ""  # which is there on this machine
    if root:
        (part.parent.parent / root).write_text("")
    assert why("/secret.png", part) == ""
    assert why("../../secret.png", part) == ("there is no such file" if root else OUTSIDE)


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_a_link_that_leads_out_of_the_root_is_not_read(part: Path) -> None:
    (part.parent.parent / "_static/out.png").symlink_to(part.parent.parent.parent / "secret.png")
    assert why("/_static/out.png", part) == OUTSIDE
    assert why("../_static/out.png", part) == OUTSIDE


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "LARGEST", 2_000_000)
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(3_000_000)
    assert why("a.png", tmp_path / "a.md") == "it has 3 MB, and 2 MB is the most"
    data = notebook("![](attachment:image.png)", attached(bytes(3_000_000)))
    (tmp_path / "a.ipynb").write_text(data)
    assert why("attachment:1/image.png", tmp_path / "a.ipynb") == "it has 3 MB, and 2 MB is the most"


def test_without_pillow_the_words_stand_and_say_what_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_bytes(RED)
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert why("a.png", tmp_path / "a.md") == "that takes Pillow: pip install pillow"
    assert why("b.png", tmp_path / "a.md") == "there is no such file"


@pytest.mark.parametrize(
    "attachments",
    [None, [], {"image.png": None}, {"image.png": {}}, {"image.png": {"image/png": 3}}, {"other.png": {}}, {"": 1}],
)
def test_attachments_of_any_form_keep_no_notebook_from_being_opened(put: Put, attachments: Any) -> None:
    path = put("a.ipynb", notebook("![a cat](attachment:image.png)", attachments))
    assert opened(path)[0] == "*(picture: a cat)*"
    assert why("attachment:1/image.png", path) == "nothing is attached to the cell by this name"
    assert why("attachment:7/image.png", path) == "nothing is attached to the cell by this name"


def test_a_notebook_that_is_gone_or_has_bad_bytes_attached_says_so(put: Put, tmp_path: Path) -> None:
    path = put("a.ipynb", notebook("![](attachment:image.png)", {"image.png": {"image/png": "abc"}}))
    assert why("attachment:1/image.png", path) == "it is broken, or no picture that can be read"
    assert why("attachment:1/image.png", tmp_path / "none.ipynb") == "the notebook cannot be read anymore"
    path.write_text("{")
    assert why("attachment:1/image.png", path) == "it is broken, or no picture that can be read"


# -------------------------------------------------------------------------------------------------- what is drawn


@with_pillow
@pytest.mark.parametrize("address", ["img/a b.png", "img/a%20b.png", "img/a%20b.png?raw=true", "./img/a b.png"])
def test_the_pixels_of_a_file(put: Put, tmp_path: Path, address: str) -> None:
    (tmp_path / "img").mkdir()
    path = put("img/a b.png", RED)
    assert path.is_file()
    found = read(address, tmp_path / "a.md")
    assert (found.width, found.height, found.values) == (4, 2, b"\xff\0\0" * 8)


@with_pillow
@pytest.mark.parametrize("name", ["image.png", "a b.png"])
def test_the_pixels_of_what_is_attached(put: Put, name: str) -> None:
    written = name.replace(" ", "%20")
    path = put("a.ipynb", notebook(f"![](attachment:{written})", attached(RED, name)))
    picture = opened(path)[1]
    assert isinstance(picture, Picture)
    assert read(picture.address, path).values == b"\xff\0\0" * 8


@with_pillow
@pytest.mark.parametrize("data", [b"", b"no picture", RED[:40], b"\x89PNG\r\n\x1a\n" + bytes(50), RED[:-30]])
def test_a_broken_picture_says_so(put: Put, data: bytes) -> None:
    put("a.png", data)
    assert why("a.png", put("a.md", "")) == "it is broken, or no picture that can be read"


@with_pillow
@pytest.mark.parametrize("side", [10_000, 14_000, 60_000])
def test_a_small_file_of_very_many_pixels_is_not_unpacked(put: Put, side: int) -> None:
    put("a.png", png(1, 1, b"\0\0\0", told=(side, side)))
    assert why("a.png", put("a.md", "")) == "it has too many pixels"


@with_pillow
def test_postscript_is_not_given_to_another_program(put: Put) -> None:
    put("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n")
    assert why("a.png", put("a.md", "")) == "it is broken, or no picture that can be read"


@with_pillow
def test_what_can_be_seen_through_lies_on_white(put: Put) -> None:
    put("a.png", png(1, 1, b"\0\0\0\x80"))
    (level, *others) = read("a.png", put("a.md", "")).values
    assert 126 <= level <= 128
    assert others == [level, level]


def saved(image: Any, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@with_pillow
def test_kinds_of_pictures(put: Put) -> None:
    from PIL import Image

    file = put("a.md", "")
    red, blue = Image.new("RGB", (6, 4), "red"), Image.new("RGB", (6, 4), "blue")
    put("moves.gif", saved(red, "GIF", save_all=True, append_images=[blue]))
    assert set(read("moves.gif", file).values[:3]) == {255, 0}
    assert read("moves.gif", file).values[:3] == b"\xff\0\0"  # its first frame
    put("deep.png", saved(Image.new("I;16", (2, 2), 32768), "PNG"))
    assert set(read("deep.png", file).values) == {128}
    put("bits.png", saved(Image.new("1", (2, 2), 1), "PNG"))
    assert set(read("bits.png", file).values) == {255}
    put("print.jpg", saved(Image.new("CMYK", (8, 8), (0, 0, 0, 0)), "JPEG"))
    assert min(read("print.jpg", file).values) > 250
    exif = Image.Exif()
    exif[0x0112] = 6  # it is to be turned
    put("turned.jpg", saved(Image.new("RGB", (40, 20), "red"), "JPEG", exif=exif))
    assert (read("turned.jpg", file).width, read("turned.jpg", file).height) == (20, 40)


@with_pillow
def test_a_large_picture_is_kept_small_in_its_proportions(put: Put) -> None:
    put("a.png", png(2000, 500, b"\0\xff\0"))
    found = read("a.png", put("a.md", ""))
    assert (found.width, found.height, len(found.values)) == (400, 100, 3 * 400 * 100)
    small = fitted(found, 60, 60, colors=16777216)
    assert (small.width, small.height, small.values[:3]) == (60, 15, b"\0\xff\0")
    assert fitted(found, 1000, 1000, colors=256) == found  # nothing is made larger
    assert (fitted(found, 1, 1, colors=256).width, fitted(found, 1, 1, colors=256).height) == (1, 1)


@with_pillow
@pytest.mark.parametrize(("colors", "levels"), [(16, {0, 85, 170, 255}), (256, {0, 95, 135, 175, 215, 255})])
def test_few_colors_are_mixed_of_pixels_of_them(colors: int, levels: set[int]) -> None:
    wanted = (0x40, 0x70, 0xC0)
    found = fitted(pixels.Pixels(20, 20, bytes(wanted) * 400), 20, 20, colors=colors)
    assert set(found.values) <= levels
    assert len({found.values[at : at + 3] for at in range(0, 1200, 3)}) > 1
    means = [sum(found.values[channel::3]) / 400 for channel in range(3)]
    assert means == pytest.approx(wanted, abs=20)
