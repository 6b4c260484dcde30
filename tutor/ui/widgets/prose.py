"""The lessons' prose. Only text that came with a course is given to it; a learner's never is."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from markdown_it import MarkdownIt
from pygments.token import Token
from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.highlight import HighlightTheme, highlight
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownFence

from tutor.compat.textual_wrapping import breaks, hang_of


def _parser() -> MarkdownIt:
    """Markdown as GitHub has it, without links that are guessed: README.md and train.py are files, and no sites."""
    parser = MarkdownIt("gfm-like")
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    return parser


class CodeColors(HighlightTheme):
    """Code in prose has the colors of code in cells."""

    STYLES = {  # noqa: RUF012 - Textual declares it as a variable of instances
        Token.Comment: "$syntax-comment italic",
        Token.Keyword: "$syntax-keyword",
        Token.Operator.Word: "$syntax-keyword",
        Token.Literal.Number: "$syntax-number",
        Token.Keyword.Constant: "$syntax-number",
        Token.Literal.String: "$syntax-string",
        Token.Name.Function: "$syntax-function",
        Token.Name.Class: "$syntax-type",
    }


class HangingCode(Content):
    """Lines of which each goes on a little right of its indent where it is too long for a row."""

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The rows that it takes at this width."""
        if self._widest <= width:
            return super().get_height(rules, width)
        return sum(len(self._cuts(line, width)) for line in self.expand_tabs(8).plain.split("\n"))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The rows at this width, the first `height` of them where that is given."""
        if not width or self._widest <= width:
            return super().render_strips(width, height, style, options)
        strips: list[Strip] = []
        alone = replace(options, selection=None, post_style=None)
        for y, line in enumerate(self.expand_tabs(8).split(allow_blank=True)):
            if options.post_style is not None:
                line = line.stylize(options.post_style)
            selected = options.selection.get_span(y) if options.selection is not None else None
            if selected is not None and options.selection_style is not None:
                start, end = selected
                line = line.stylize(options.selection_style, start, len(line.plain) if end == -1 else end)
            cuts = self._cuts(line.plain, width)
            for column, row in zip(cuts, line.divide(cuts[1:]), strict=True):
                strip = Strip.join(row.render_strips(width, 1, style, alone)).apply_offsets(column, y)
                hang = " " * hang_of(line.plain, width) if column else ""
                strips.append(Strip([Segment(hang, style.background_style.rich_style), *strip]) if hang else strip)
        return strips[:height]

    @cached_property
    def _widest(self) -> int:
        return max(map(cell_len, self.expand_tabs(8).plain.split("\n")))

    def _cuts(self, line: str, width: int) -> list[int]:
        """Which character each row of a line begins with."""
        return [0, *breaks(line, width, hang_of(line, width))] if cell_len(line) > width else [0]


class Fence(MarkdownFence):
    """Code and formulas; a line that is too long goes on in the next, for nothing here can be scrolled sideways."""

    @classmethod
    def highlight(cls, code: str, language: str, ansi: bool = False, dark: bool = False) -> Content:
        """The code in our colors; what is in no language, as formulas are, as it is."""
        del ansi, dark  # the theme's own names stand for its colors
        found = highlight(code, language=language, theme=CodeColors) if language else Content(code)
        return HangingCode(found.plain, [*found.spans])


class ProseView(Markdown):
    """Markdown, set closely: one blank line between paragraphs, headings where the text begins."""

    BLOCKS = {**Markdown.BLOCKS, "fence": Fence, "code_block": Fence}  # noqa: RUF012 - as Textual declares it
    DEFAULT_CSS = """
    ProseView { height: auto; padding: 0; margin: 0; background: transparent; color: $foreground; }
    ProseView > MarkdownBlock:last-child { margin-bottom: 0; }
    ProseView MarkdownParagraph { margin: 0 0 1 0; }
    ProseView MarkdownH1, ProseView MarkdownH2, ProseView MarkdownH3 {
        content-align: left middle; color: $accent; background: transparent; text-style: bold;
        margin: 0 0 1 0; padding: 0; border: none; width: 1fr;
    }
    ProseView MarkdownH3 { color: $foreground; }
    ProseView MarkdownBulletList, ProseView MarkdownOrderedList { margin: 0 0 1 0; padding: 0; }
    ProseView MarkdownList MarkdownParagraph, ProseView MarkdownBlockQuote > MarkdownBlock:last-child { margin: 0; }
    ProseView MarkdownBullet, ProseView MarkdownBullet:light { color: $accent; }
    ProseView MarkdownFence { margin: 0 0 1 0; padding: 0 1; background: $surface; border: none; max-height: 999; }
    ProseView MarkdownFence > Label { width: 1fr; height: auto; padding: 0; }
    ProseView MarkdownBlockQuote {
        margin: 0 0 1 0; padding: 0 0 0 1; border-left: solid $accent; background: transparent;
    }
    ProseView MarkdownTable { margin: 0 0 1 0; }
    ProseView MarkdownHorizontalRule { margin: 0 0 1 0; border-bottom: solid $rule; }
    ProseView MarkdownBlock > .code_inline { text-style: $code-style; }
    """

    def __init__(self, text: str, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(text, id=id, classes=classes, parser_factory=_parser, open_links=False)
