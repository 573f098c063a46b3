"""Rendering of a lesson page's blocks to the HTML and the definition that learners get."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import Compiled, NotReady
from lms.foundation.plugins.block import lesson_blocks
from lms.foundation.plugins.runtime.registry import Faulty
from lms.people.directory.countries import countries, country_name

from ..catalogue import lookup
from ..catalogue import models as catalogue
from ..catalogue.media import keep, path_of
from ..pages.forms import course_key
from ..pages.guides import linked_terms
from ..pages.streams import ABSENT
from ..procedures.steps import card
from .blocks import LessonStream
from .drawings import BadDrawing, drawn
from .parts import block_mark, block_results, check_mark
from .richtext import Links, clean, safe_html
from .words import Word, WordLinks

if TYPE_CHECKING:
    from wagtail.blocks import BoundBlock
    from wagtail.models import Page

NARROW, WIDE = "width-400|format-webp", "width-800|format-webp"


class _Memory:
    """Memory shared by the renderings of one page for several countries, so that each file is read and each link looked
    up once.
    """

    def __init__(self, page: "Page", language: str) -> None:
        self.links = Links.found_in(list(page.body.raw_data))
        words = linked_terms(course_key(page)) if page.words is None else page.words
        self.words = [Word(term.anchor, tuple(term.wordings)) for term in words.get(language, ())]
        self.kept: dict[str, str] = {}
        self.renditions: dict[int, Any] = {}


class _Rendering:
    """One pass over a lesson: what it has gathered so far."""

    def __init__(self, page: "Page", memory: _Memory, *, language: str, country: str) -> None:
        self.page, self.memory = page, memory
        self.language, self.country = language, country
        self.media: set[str] = set()
        self.checks: dict[str, Any] = {}
        self.sources: list[dict[str, Any]] = []
        self.words = WordLinks(memory.words)
        self.level = 2
        """Level of the headings of parts: below the latest heading of the lesson, or its title where there is none."""

    def missing(self, sentence: str) -> NotReady:
        return NotReady(sentence % {"title": self.page.title})

    def text(self, value: Any) -> str:
        return self.words.link(safe_html(value.source, links=self.memory.links, keep=self.file))

    def file(self, file: Any, name: str) -> str:
        """Return the address of a kept copy of `file`."""
        kept = self.memory.kept.get(file.name)
        if kept is None:
            try:
                kept = self.memory.kept[file.name] = keep(file, name=name)
            except OSError:
                sentence = _(
                    "“%(title)s” needs the file “%(file)s”, which cannot be read. Upload it again, then publish the "
                    "page again."
                )
                raise NotReady(sentence % {"title": self.page.title, "file": name}) from None
        self.media.add(kept)
        return path_of(kept)

    def cite(self, provisions: Iterable[Any]) -> None:
        for provision in provisions:
            if provision is None:
                raise self.missing(
                    _(
                        "“%(title)s” cites a law that was deleted. Take the citation out or choose another, then "
                        "publish again."
                    )
                )
            if not provision.live:
                sentence = _(
                    "“%(title)s” cites a law that is not published: “%(provision)s”. Publish the citation first, or "
                    "choose another."
                )
                raise NotReady(sentence % {"title": self.page.title, "provision": provision})
            source = {
                "text": f"{provision.jurisdiction}: {provision.instrument}, {provision.provision}",
                "numbering": provision.numbering_edition,
                "url": provision.source,
                "checked": provision.checked_on.isoformat() if provision.checked_on else "",
                "national": bool(provision.country),
            }
            if source not in self.sources:
                self.sources.append(source)

    def block(self, block: "BoundBlock") -> str:
        """Return the HTML of one block."""
        if block.block_type == ABSENT:
            return block_mark(block.value["type"], block.id or "", self.kept_before.get(block.id, ""))
        if block.block_type not in LessonStream.base_blocks:
            return block_mark(block.block_type, block.id or "", self._brought(block))
        maker: Callable[[Any], str] = getattr(self, f"_{block.block_type}")
        return maker(block)

    @cached_property
    def kept_before(self) -> dict[str, str]:
        """The HTML made by the blocks of plugins when this lesson was last released to the same readers, by the block’s
        id.
        """
        key = course_key(self.page)
        course = catalogue.Course.objects.filter(pk=key, release__isnull=False).first() if key else None
        entry = lookup.release(course.release_id).outline.by_id(str(self.page.translation_key)) if course else None
        contents = entry.contents if entry else {}
        digest = contents.get(f"{self.language}-{self.country}") or contents.get(self.language)
        return block_results(lookup.content(digest).html) if digest else {}

    def _brought(self, block: "BoundBlock") -> str:
        """Return the HTML that the plugin makes of its block, cleaned like all texts of editors."""
        brought = lesson_blocks.get(block.block_type)
        try:
            return clean(brought.html(block.value, language=self.language, country=self.country))
        except Faulty:
            sentence = _(
                "“%(title)s” has a block “%(block)s” whose plugin breaks. Take the block out, or tell the "
                "person who runs the site."
            )
            raise NotReady(sentence % {"title": self.page.title, "block": block.block.label}) from None

    def _html(self, block: "BoundBlock", **context: object) -> str:
        with override(self.language):
            return render_to_string(f"courses/blocks/{block.block_type}.html", {"level": self.level, **context}).strip()

    def _heading(self, block: "BoundBlock") -> str:
        self.level = 3
        return self._html(block, text=block.value)

    def _text(self, block: "BoundBlock") -> str:
        return self.text(block.value)

    def _image(self, block: "BoundBlock") -> str:
        image = block.value
        if image is None:
            raise self.missing(
                _("“%(title)s” shows an image that was deleted. Choose another or take it out, then publish again.")
            )
        narrow, wide = self._renditions(image)
        small, large = (self.file(rendition.file, rendition.file.name) for rendition in (narrow, wide))
        alternative = "" if getattr(image, "decorative", False) else image.contextual_alt_text
        return self._html(block, small=small, large=large, narrow=narrow, wide=wide, alternative=alternative)

    def _renditions(self, image: Any) -> tuple[Any, Any]:
        if image.pk not in self.memory.renditions:
            try:
                renditions = image.get_renditions(NARROW, WIDE)
            except OSError:
                sentence = _(
                    "“%(title)s” shows the image “%(image)s”, which cannot be read. Upload it again, then publish the "
                    "page again."
                )
                raise NotReady(sentence % {"title": self.page.title, "image": image.title}) from None
            self.memory.renditions[image.pk] = (renditions[NARROW], renditions[WIDE])
        return self.memory.renditions[image.pk]

    def _recorded(self, block: "BoundBlock") -> str:
        value = block.value
        if value["recording"] is None:
            raise self.missing(
                _("“%(title)s” plays a recording that was deleted. Choose another or take it out, then publish again.")
            )
        source = self.file(value["recording"].file, value["recording"].filename)
        return self._html(block, source=source, title=value["title"], transcript=self.text(value["transcript"]))

    _video = _audio = _recorded

    def _callout(self, block: "BoundBlock") -> str:
        value = block.value
        return self._html(block, tone=value["tone"], title=value["title"], text=self.text(value["text"]))

    def _case(self, block: "BoundBlock") -> str:
        value = block.value
        texts = {name: value[name] for name in ("title", "content_note", "skip", "wellbeing")}
        return self._html(block, id=block.id or str(uuid4()), text=self.text(value["text"]), **texts)

    def _table(self, block: "BoundBlock") -> str:
        return self._html(block, **{name: block.value[name] for name in ("caption", "header", "rows")})

    def _diagram(self, block: "BoundBlock") -> str:
        value = block.value
        mirrored = get_language_info(self.language)["bidi"]
        try:
            picture = drawn(value["drawing"], list(value["words"]), label=value["alt_text"], mirrored=mirrored)
        except BadDrawing as error:
            sentence = _("“%(title)s” has a diagram that cannot be shown: %(error)s Mend it, then publish again.")
            raise NotReady(sentence % {"title": self.page.title, "error": error.message}) from error
        return self._html(block, picture=picture, caption=value["caption"])

    def _glossary(self, block: "BoundBlock") -> str:
        self.level = 3
        return self._html(block, title=block.value["title"], terms=list(block.value["terms"]))

    def _document(self, block: "BoundBlock") -> str:
        document = block.value["document"]
        if document is None:
            raise self.missing(
                _("“%(title)s” offers a document that was deleted. Choose another or take it out, then publish again.")
            )
        url = self.file(document.file, document.filename)
        context = {
            "title": block.value["title"],
            "filename": document.filename,
            "extension": document.file_extension.upper(),
        }
        return self._html(block, url=url, size=document.get_file_size(), **context)

    def _check(self, block: "BoundBlock") -> str:
        options = [
            {"id": option.id or str(uuid4()), **{name: option.value[name] for name in ("text", "feedback", "right")}}
            for option in block.value["options"].bound_blocks
        ]
        key = [option["id"] for option in options if option.pop("right")]
        if not key:
            raise self.missing(
                _("“%(title)s” has a check without a right answer. Mark one option as right, then publish again.")
            )
        name = str(block.id or uuid4())
        shown = options if block.value["in_order"] else shuffled(name, options)
        self.checks[name] = {"stem": block.value["stem"], "options": shown, "key": key}
        return check_mark(name)

    def _country(self, block: "BoundBlock") -> str:
        if self.country not in block.value["countries"]:
            return ""
        self.cite(block.value["provisions"])
        with override(self.language):
            country = country_name(self.country)
        return self._html(block, text=self.text(block.value["text"]), country=country)

    def _citation(self, block: "BoundBlock") -> str:
        self.cite(block.value["provisions"])
        return ""

    def _procedure(self, block: "BoundBlock") -> str:
        return self._html(block, step=card(block.value["step"], language=self.language, title=self.page.title))


def shuffled(check: str, options: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Return the options of a check in an order that ids decide: the same each time the lesson is compiled, and in
    every language.
    """
    return sorted(options, key=lambda option: sha256(f"{check}/{option['id']}".encode()).digest())


def countries_of(page: "Page") -> list[str]:
    """Return the countries whose learners may get another lesson: those that a country block names, and each where a
    plugin makes a block.
    """
    named: set[str] = set()
    for block in page.body:
        if block.block_type == "country":
            named |= set(block.value["countries"])
        elif block.block_type not in LessonStream.base_blocks:
            return sorted(countries())
    return sorted(named)


def render_lesson(page: "Page", *, language: str, country: str) -> Compiled:
    """Return the lesson as learners of `country` read it in `language`. Raises `NotReady` for a lesson that cannot be
    shown as it stands.

    What its renderings for several countries share stays with the page object, which lives as long as one compile.
    """
    if not len(page.body):
        raise NotReady(_("“%(title)s” has no content yet. Add a block, then publish again.") % {"title": page.title})
    if "_rendering_memory" not in page.__dict__:
        page.__dict__["_rendering_memory"] = _Memory(page, language)
    rendering = _Rendering(page, page.__dict__["_rendering_memory"], language=language, country=country)
    html = "\n".join(filter(None, (rendering.block(block) for block in page.body)))
    definition = {"checks": rendering.checks, "sources": rendering.sources}
    return Compiled(title=page.title, html=html, definition=definition, media=tuple(sorted(rendering.media)))
