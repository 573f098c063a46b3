"""The texts of questions as learners get them: safe HTML, with pictures that are kept. One `Texts` serves a whole compile."""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

from courses.media import keep, path_of
from courses.richtext import TAGS, Links, safe_html
from lms.plugins.activity import NotReady

ALLOWED = TAGS | set("sup sub u s code pre blockquote h5 h6 table caption thead tbody tfoot tr th td bdi bdo".split())  # noqa: SIM905
PICTURE = "max-800x800|format-webp"
_PARAGRAPH = re.compile(r"\s*</?p>\s*")


class Texts:
    """Makes the texts of some questions safe, and gathers the files that they need in `media`."""

    def __init__(self, questions: Iterable[Any]) -> None:
        raw = [[question.stem, question.feedback, list(question.body.raw_data), list(question.hints.raw_data)] for question in questions]
        self.links = Links.found_in(raw)
        self.media: set[str] = set()
        self._pictures: dict[int, tuple[str, Any]] = {}

    def html(self, source: str) -> str:
        """`source` as safe HTML. A text of one paragraph comes without it, so that it may stand in a line."""
        found = safe_html(source, links=self.links, keep=self._file, tags=ALLOWED, picture=self._picture)
        return inline(found) if found.count("<p>") == 1 else found

    def line(self, source: str) -> str:
        """The same for what stands in a line: paragraphs become lines."""
        return inline(self.html(source))

    def value(self, value: Any) -> Any:
        """The value of a block with all its rich text made safe; the value itself stays as it was."""
        return _with(value, self.line)

    def _file(self, file: Any, name: str) -> str:
        try:
            kept = keep(file, name=name)
        except OSError:
            raise _unreadable(name) from None
        self.media.add(kept)
        return path_of(kept)

    def _picture(self, image: Any, alternative: str) -> str:
        if image.pk not in self._pictures:
            try:
                made = image.get_rendition(PICTURE)
            except OSError:
                raise _unreadable(image.title) from None
            self._pictures[image.pk] = (self._file(made.file, made.file.name), made)
        address, made = self._pictures[image.pk]
        return f'<img src="{address}" alt="{escape(alternative)}" width="{made.width}" height="{made.height}" loading="lazy">'


def _unreadable(name: str) -> NotReady:
    return NotReady(
        _("A question needs the file “%(file)s”, which cannot be read. Upload it again, then save the question.") % {"file": name}
    )


def inline(html: str) -> str:
    """Paragraphs as lines."""
    return "<br>".join(filter(None, _PARAGRAPH.split(html)))


def _with(value: Any, make: Callable[[str], str]) -> Any:
    """A copy of the value of a block, with `make` applied to the source of all its rich text."""
    if isinstance(value, RichText):
        return RichText(make(value.source))
    if isinstance(value, StructValue):
        return StructValue(value.block, [(name, _with(part, make)) for name, part in value.items()])
    if isinstance(value, ListValue):
        children = [ListValue.ListChild(child.block, _with(child.value, make), id=child.id) for child in value.bound_blocks]
        return ListValue(value.list_block, bound_blocks=children)
    if isinstance(value, StreamValue):
        return StreamValue(value.stream_block, [(child.block_type, _with(child.value, make), child.id) for child in value])
    return value
