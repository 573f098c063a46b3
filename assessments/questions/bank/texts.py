"""The texts of questions as learners get them: safe HTML, with pictures that are kept.

One `Texts` serves a whole compile.
"""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage
from wagtail.rich_text import RichText
from wagtailmedia.models import AbstractMedia

from courses.catalogue.media import keep, path_of
from courses.lessons.richtext import TAGS, Links, safe_html
from lms.foundation.plugins.activity import NotReady

ALLOWED = TAGS | set(("sup sub u s code pre blockquote h5 h6 table caption thead tbody tfoot tr th td bdi bdo").split())  # noqa: SIM905
PICTURE = "max-800x800|format-webp"
_PARAGRAPH = re.compile(r"(?:(?<!\s)\s+)?</?p>\s*")
"""Where a paragraph begins or ends, with the blanks around: from the first of them on,
so that long blanks are gone through once.
"""


class Texts:
    """Texts of some questions, made safe; `media` holds the files that they need."""

    def __init__(self, questions: Iterable[Any]) -> None:
        raw = [
            [one.stem, one.feedback, *(list(stream.raw_data) for stream in (one.body, one.hints, one.sounds))]
            for one in questions
        ]
        self.links = Links.found_in(raw)
        self.media: set[str] = set()
        self._pictures: dict[int, tuple[str, Any]] = {}

    def html(self, source: str) -> str:
        """Return `source` as safe HTML. A text of one paragraph comes without it, so that it may stand in a line."""
        cleaned = safe_html(source, links=self.links, keep=self._file, tags=ALLOWED, picture=self._picture)
        return inline(cleaned) if cleaned.count("<p>") == 1 else cleaned

    def line(self, source: str) -> str:
        """Return the same for what stands in a line: paragraphs become lines."""
        return inline(self.html(source))

    def value(self, value: object) -> Any:
        """Return the value of a block as learners get it: rich text made safe, a chosen picture or recording as the
        kept file that it is.

        A picture comes as `{"address", "width", "height"}`, a recording as `{"address"}`. The value itself stays as it
        was.
        """
        return _with(value, self._made)

    def sounds(self, stream: Any) -> list[dict[str, str]]:
        """Return the recordings of a question: `{"title", "address", "transcript"}` each. Raises `NotReady` where one
        was deleted.
        """
        values = [self.value(sound.value) for sound in stream]
        if any(sound["recording"] is None for sound in values):
            raise NotReady(
                _(
                    "A question plays a recording that was deleted. Choose another or take it out, then save the "
                    "question."
                )
            )
        return [
            {
                "title": sound["title"],
                "address": sound["recording"]["address"],
                "transcript": sound["transcript"].source,
            }
            for sound in values
        ]

    def _made(self, value: object) -> object:
        """Return the form for learners of a value that has no parts."""
        if isinstance(value, RichText):
            return RichText(self.line(value.source))
        if isinstance(value, AbstractImage):
            address, rendition = self._rendered(value)
            return {"address": address, "width": rendition.width, "height": rendition.height}
        return {"address": self._file(value.file, value.filename)} if isinstance(value, AbstractMedia) else value

    def _file(self, file: Any, name: str) -> str:
        try:
            kept = keep(file, name=name)
        except OSError:
            raise _unreadable(name) from None
        self.media.add(kept)
        return path_of(kept)

    def _rendered(self, image: Any) -> tuple[str, Any]:
        """Return the address of the kept picture, and its rendition."""
        if image.pk not in self._pictures:
            try:
                rendition = image.get_rendition(PICTURE)
            except OSError:
                raise _unreadable(image.title) from None
            self._pictures[image.pk] = (self._file(rendition.file, rendition.file.name), rendition)
        return self._pictures[image.pk]

    def _picture(self, image: object, alternative: str) -> str:
        address, rendition = self._rendered(image)
        return (
            f'<img src="{address}" alt="{escape(alternative)}" width="{rendition.width}" height="{rendition.height}" '
            'loading="lazy">'
        )


def _unreadable(name: str) -> NotReady:
    return NotReady(
        _("A question needs the file “%(file)s”, which cannot be read. Upload it again, then save the question.")
        % {"file": name}
    )


def inline(html: str) -> str:
    """Return paragraphs as lines."""
    return "<br>".join(filter(None, _PARAGRAPH.split(html)))


def _with(value: object, make: Callable[[object], object]) -> object:
    """Return a copy of the value of a block, with `make` applied to all in it that has no parts."""
    if isinstance(value, StructValue):
        return StructValue(value.block, [(name, _with(part, make)) for name, part in value.items()])
    if isinstance(value, ListValue):
        children = [
            ListValue.ListChild(child.block, _with(child.value, make), id=child.id) for child in value.bound_blocks
        ]
        return ListValue(value.list_block, bound_blocks=children)
    if isinstance(value, StreamValue):
        return StreamValue(
            value.stream_block, [(child.block_type, _with(child.value, make), child.id) for child in value]
        )
    return make(value)
