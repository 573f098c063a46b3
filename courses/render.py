"""From the blocks of a lesson page to the HTML and the definition that learners get."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.plugins.activity import Compiled, NotReady

from .media import keep, path_of
from .richtext import safe_html


class _Rendering:
    """One pass over a lesson: what it has gathered so far."""

    def __init__(self, country: str) -> None:
        self.country = country
        self.media: set[str] = set()
        self.checks: dict[str, Any] = {}
        self.sources: list[dict[str, Any]] = []

    def text(self, value: Any) -> str:
        return safe_html(value.source, self.media)

    def file(self, file: Any, name: str) -> str:
        kept = keep(file, name=name)
        self.media.add(kept)
        return path_of(kept)

    def cite(self, provisions: Any) -> None:
        for provision in provisions:
            source = {
                "text": f"{provision.jurisdiction}: {provision.instrument}, {provision.provision}",
                "numbering": provision.numbering_edition,
                "url": provision.source,
                "checked": provision.checked_on.isoformat() if provision.checked_on else "",
                "national": bool(provision.country),
            }
            if source not in self.sources:
                self.sources.append(source)

    def block(self, block: Any) -> str:
        maker = getattr(self, f"_{block.block_type}", None)
        return maker(block) if maker else ""

    def _html(self, block: Any, **context: Any) -> str:
        return render_to_string(f"courses/blocks/{block.block_type}.html", context)

    def _heading(self, block: Any) -> str:
        return self._html(block, text=block.value)

    def _text(self, block: Any) -> str:
        return self.text(block.value)

    def _image(self, block: Any) -> str:
        image = block.value
        narrow, wide = (image.get_rendition(f"width-{width}|format-webp") for width in (400, 800))
        small, large = (self.file(rendition.file, rendition.file.name) for rendition in (narrow, wide))
        alternative = "" if getattr(image, "decorative", False) else image.contextual_alt_text
        return self._html(block, small=small, large=large, narrow=narrow, wide=wide, alternative=alternative)

    def _recorded(self, block: Any) -> str:
        value = block.value
        source = self.file(value["recording"].file, value["recording"].filename)
        return self._html(block, source=source, title=value["title"], transcript=self.text(value["transcript"]))

    _video = _audio = _recorded

    def _callout(self, block: Any) -> str:
        value = block.value
        return self._html(block, tone=value["tone"], title=value["title"], text=self.text(value["text"]))

    def _case(self, block: Any) -> str:
        value = block.value
        return self._html(block, title=value["title"], note=value["content_note"], text=self.text(value["text"]))

    def _table(self, block: Any) -> str:
        return self._html(block, **{name: block.value[name] for name in ("caption", "header", "rows")})

    def _document(self, block: Any) -> str:
        document = block.value["document"]
        if document is None:
            return ""
        return self._html(block, title=block.value["title"], url=self.file(document.file, document.filename), size=document.get_file_size())

    def _check(self, block: Any) -> str:
        options = [
            {"id": option.id, "text": option.value["text"], "feedback": option.value["feedback"], "right": option.value["right"]}
            for option in block.value["options"].bound_blocks
        ]
        key = [option["id"] for option in options if option.pop("right")]
        self.checks[block.id] = {"stem": block.value["stem"], "options": options, "key": key}
        return f"<!--check:{block.id}-->"

    def _country(self, block: Any) -> str:
        if self.country not in block.value["countries"]:
            return ""
        self.cite(block.value["provisions"])
        return self._html(block, text=self.text(block.value["text"]), country=self.country)

    def _citation(self, block: Any) -> str:
        self.cite(block.value["provisions"])
        return ""


def render_lesson(page: Any, *, language: str, country: str) -> Compiled:
    """The lesson as learners of `country` read it in `language`. Raises `NotReady` for a lesson without a body."""
    if not len(page.body):
        raise NotReady(_("“%(title)s” has no content yet. Add a block, then publish again.") % {"title": page.title})
    rendering = _Rendering(country)
    with override(language):
        html = "\n".join(rendering.block(block) for block in page.body)
    definition = {"checks": rendering.checks, "sources": rendering.sources}
    return Compiled(title=page.title, html=html, definition=definition, media=tuple(sorted(rendering.media)))
