"""A network as blocks, one below the other, with what goes through them on either way."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from tutor.charts.axis import number
from tutor.charts.bars import draw_bars
from tutor.charts.cell_grid import CellGrid, cut, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.network.data import Layer, NetworkView, Signal
from tutor.views.numbers import in_bytes

_BOX: dict[Marks, str] = {"braille": "╭╮╰╯─│↓", "block": "┌┐└┘─│v", "ascii": "++++-|v"}
_BLOCK, _NARROW_BLOCK = 34, 20
"""Columns of a block, and the fewest."""
_BINS, _FEW_BINS = 12, 8
WIDE = 76
"""From so many columns on there is room for the signals beside a list."""
BYTES = 88
"""From so many columns on a list says the bytes of each layer's parameters."""
ROOMY = 62
"""From so many columns on there is room for words beside the blocks."""


def draw_network(view: NetworkView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw the layers from the input down: three rows each where that fits, else one row each.

    Page 0 is the whole pass; on page k it has come as far as layer k, and those after it are drawn faint and without
    values. Where not all layers fit, those around the one reached are drawn, and how many lie above and below.
    """
    del shades  # nothing here has a ground
    blocks, reached = view.layers, page - 1 if page else None
    if size.width < 20 or size.height < 3 or not blocks:
        return blank(size, "too small" if blocks else "no layers were called")
    sheet = CellGrid(size)
    tall = size.width >= _NARROW_BLOCK and (
        3 * len(blocks) + 2 <= size.height or (size.height >= 20 and len(blocks) < 12)
    )
    each = 3 if tall else 1
    room = max(1, (size.height - 2) // each)
    first = _first(len(blocks), room, reached)
    shown = blocks[first : first + room]
    arrow = _BOX[marks][6]
    above = f"{arrow} {first} layers above, " if first else ""
    plain = marks == "ascii"
    sheet.text(0, 0, cut(f"{above}in {printable(view.inputs, plain=plain)}", size.width, plain=plain), "label")
    widths = _widths(shown, size.width)
    forward, backward, _ = _places(size.width, tall, widths)
    if size.width >= (_NARROW_BLOCK + 2 * _FEW_BINS + 2 if tall else WIDE):
        sheet.text(forward, 0, ("values v" if plain else "values ↓")[: backward - forward - 1], "label")
        sheet.text(backward, 0, ("gradients ^" if plain else "gradients ↑"), "label")
    for index, block in enumerate(shown):
        place = first + index
        state = "faint" if reached is not None and place > reached else "here" if place == reached else ""
        if tall:
            _tall(sheet, 1 + 3 * index, block, state, marks)
        else:
            _flat(sheet, 1 + index, block, state, marks, widths)
    row = min(size.height - 1, 1 + each * len(shown))
    hidden = len(blocks) - first - len(shown) + view.left_out
    said = ", ".join(filter(None, [f"{hidden} layers more below" if hidden else "", _note(view, page, plain=plain)]))
    lines = textwrap.wrap(said, size.width)
    for down, line in enumerate(lines[: size.height - row]):
        more = down == size.height - row - 1 and len(lines) > down + 1
        sheet.text(0, row + down, cut(f"{line} {lines[down + 1]}", size.width, plain=plain) if more else line, "note")
    return sheet.drawing()


def network_pages(view: NetworkView) -> int:
    """The whole, and one for each layer."""
    return len(view.layers) + 1 if view.layers else 1


def network_title(view: NetworkView, page: int) -> str:
    """The model's class, and where the pass is."""
    return f"{view.model}, at {view.layers[page - 1].name}" if page else view.model


def network_words(view: NetworkView) -> str:
    """The layers as a table."""
    rows = [
        (layer.name, layer.kind, layer.output, f"{layer.parameters:,}", in_bytes(layer.size), layer.problem)
        for layer in view.layers
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(5)]
    lines = [f"{view.model}: {view.inputs} to {view.output}, {_counted(view)}"]
    for name, kind, output, count, size, problem in rows:
        cells = f"{name:{widths[0]}}  {kind:{widths[1]}}  {output:{widths[2]}}  {count:>{widths[3]}}"
        cells += f"  {size:>{widths[4]}}"
        lines.append(f"  {cells}{'  ! ' if problem else ''}{problem}".rstrip())
    if view.left_out:
        lines.append(f"  … {view.left_out:,} calls more")
    return "\n".join(lines)


def _note(view: NetworkView, page: int, *, plain: bool) -> str:
    """What is to be said of the whole: what came out, where the pass has come so far, and what the model learns."""
    loss = f", loss {view.loss:.4g}" if view.loss is not None else ""
    done = page in (0, len(view.layers))
    mode = "training mode" if view.training else "evaluation mode"
    said = [*([f"out {view.output}{loss}"] if done else []), _counted(view), mode]
    return printable(" · ".join(said), plain=plain)


def _counted(view: NetworkView) -> str:
    """How many parameters there are, and what they and the buffers take."""
    said = f"{view.parameters:,} parameters"
    if view.trainable != view.parameters:
        said += f", {view.trainable:,} of them trainable"
    said += f", {in_bytes(view.size)}"
    return f"{said}, and {in_bytes(view.buffers)} of buffers" if view.buffers else said


def _first(count: int, room: int, reached: int | None) -> int:
    """The first layer drawn, so that the one reached is among them."""
    if count <= room or reached is None:
        return 0
    return min(max(0, reached - room // 2), count - room)


Widths = tuple[int, ...]
"""Columns of name, class, output and parameters; of their bytes, too, where there is room."""


def _places(width: int, tall: bool, widths: Widths) -> tuple[int, int, int]:
    """The columns where the two kinds of signals begin, and the words on both of them."""
    if tall:
        start = _block(width) + (3 if width >= ROOMY else 1)
        return start, start + (max(20, (width - start) // 2) if width >= ROOMY else _bins(width) + 1), start
    start = sum(widths) + len(widths) + 2
    bins = _bins(width)
    return start, start + bins + 1, start + 2 * bins + 2


def _block(width: int) -> int:
    """Columns of a block."""
    return _BLOCK if width >= ROOMY else min(_BLOCK, max(_NARROW_BLOCK, width - 2 * _FEW_BINS - 2))


def _bins(width: int) -> int:
    """Columns of a histogram."""
    return _BINS if width >= 96 else _FEW_BINS


def _tall(sheet: CellGrid, row: int, block: Layer, state: str, marks: Marks) -> None:
    plain, box = marks == "ascii", _BOX[marks]
    ink = {"faint": "ghost", "here": "present"}.get(state, "line2")
    width = sheet.size.width
    wide = _block(width) - 2
    head = f" {printable(block.kind, plain=plain)} "
    count = f" {block.parameters:,} " if block.parameters else ""
    size = printable(f"{count}· {in_bytes(block.size)} ", plain=plain) if block.parameters else ""
    count = size if len(head + size) + 3 <= wide else count
    head = cut(head, wide - len(count) - 2, plain=plain)
    line = box[4] + head + box[4] * (wide - len(head) - len(count) - 2) + count + box[4]
    sheet.text(0, row, box[0] + line + box[1], ink)
    sheet.text(2, row, head, "title" if state != "faint" else "ghost")
    inside = (
        f" {printable(block.name, plain=plain)}: {printable(block.settings, plain=plain)}"
        if block.settings
        else f" {printable(block.name, plain=plain)}"
    )
    inside = cut(inside, wide, plain=plain)
    sheet.text(0, row + 1, box[5] + inside.ljust(wide) + box[5], ink)
    sheet.text(1, row + 1, inside, "label" if state != "faint" else "ghost")
    output = cut(f" {box[6]} {printable(block.output, plain=plain)} ", wide - 4, plain=plain)
    sheet.text(0, row + 2, box[2] + box[4] * 3 + output + box[4] * (wide - len(output) - 3) + box[3], ink)
    sheet.text(4, row + 2, output, "" if state != "faint" else "ghost")
    if state == "faint":
        return
    forward, backward, _ = _places(width, True, (0, 0, 0, 0))
    for column, signal, signal_ink in ((forward, block.forward, "line2"), (backward, block.backward, "line1")):
        if signal is not None and column + _bins(width) <= width:
            _histogram(sheet, column, row, signal, marks, signal_ink)
            if width >= ROOMY:
                words = printable(_size(signal, back=column == backward), plain=plain)
                room = (backward if column == forward else width) - column - 1
                sheet.text(column, row + 1, cut(words, room, plain=plain), "tick")
    if width >= ROOMY:
        _problem(sheet, forward, row + 2, block, marks)
    else:  # in the place of the settings, and over what is beside them
        _problem(sheet, 2, row + 1, block, marks)


def _widths(blocks: Sequence[Layer], width: int) -> Widths:
    room = max(20, width - 46) if width >= WIDE else width
    name = min(max(len(block.name) for block in blocks), room // 3)
    kind = min(max(len(block.kind) for block in blocks), room // 3)
    output = min(max(len(block.output) for block in blocks), room // 3 + 2)
    count = max(len(f"{block.parameters:,}") for block in blocks)
    return name, kind, output, count, *([max(map(len, map(_size_of, blocks)))] if width >= BYTES else [])


def _size_of(block: Layer) -> str:
    return in_bytes(block.size) if block.parameters else ""


def _flat(sheet: CellGrid, row: int, block: Layer, state: str, marks: Marks, widths: Widths) -> None:
    plain = marks == "ascii"
    faint = state == "faint"
    column = 0
    sign = ">" if state == "here" else " "
    sheet.text(column, row, sign, "present")
    column += 1
    words = [block.name, block.kind, block.output, f"{block.parameters:,}" if block.parameters else ""]
    for index, (word, width) in enumerate(zip([*words, _size_of(block)][: len(widths)], widths, strict=True)):
        word = cut(printable(word, plain=plain), width, plain=plain)
        ink = "ghost" if faint else ("label", "line2", "", "tick", "tick")[index]
        if index == 2 and block.problem and sheet.size.width < WIDE:
            break  # no room for both, and this matters more
        sheet.text(column, row, word.rjust(width) if index >= 3 else word, ink)
        column += width + 1
    if faint:
        return
    if sheet.size.width < WIDE:
        _problem(sheet, column, row, block, marks)
        return
    forward, backward, words_at = _places(sheet.size.width, False, widths)
    for at, signal, ink in ((forward, block.forward, "line2"), (backward, block.backward, "line1")):
        if signal is not None:
            _histogram(sheet, at, row, signal, marks, ink)
    if block.problem:
        _problem(sheet, words_at, row, block, marks)
        return
    signals = ((block.forward, False), (block.backward, True))
    said = ", ".join(_size(signal, back=back) for signal, back in signals if signal is not None)
    sheet.text(words_at, row, cut(printable(said, plain=plain), sheet.size.width - words_at, plain=plain), "tick")


def _problem(sheet: CellGrid, column: int, row: int, block: Layer, marks: Marks) -> None:
    if block.problem:
        plain = marks == "ascii"
        text = f"{'!' if marks != 'braille' else '✗'} {printable(block.problem, plain=plain)}"
        sheet.text(column, row, cut(text, max(0, sheet.size.width - column), plain=plain), "bad")


def _histogram(sheet: CellGrid, left: int, row: int, signal: Signal, marks: Marks, ink: str) -> None:
    spread = signal.histogram
    if spread is None or not spread.counts:
        return
    bins = _bins(sheet.size.width)
    counts = [0] * bins
    for index, count in enumerate(spread.counts):
        counts[index * bins // len(spread.counts)] += count
    if len(spread.counts) < bins:  # few ranges: wide bars
        counts = [spread.counts[index * len(spread.counts) // bins] for index in range(bins)]
    draw_bars(sheet, left, row, 1, counts, ink, marks)


def _size(signal: Signal, *, back: bool) -> str:
    """How large the values of a signal are, in a few words."""
    if back:
        return f"norm {number(signal.norm, digits=2)}"
    zeros = f", {100 * signal.zeros:.0f} % zero" if signal.zeros >= 0.005 else ""
    return f"{number(signal.mean, digits=2)} ± {number(signal.deviation, digits=2)}{zeros}"
