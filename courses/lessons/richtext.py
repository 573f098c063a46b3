"""Rich text as learners get it: cleaned, links named by catalogue id and files by hash instead of by Wagtail's URLs."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape, unescape
from typing import Any

import nh3
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.block import SCHEMES, TAGS, clean

__all__ = ["SCHEMES", "TAGS", "Links", "clean", "safe_html"]

ATTRIBUTES = {"*": set(), "a": {"href"}, "img": {"src", "alt", "width", "height", "loading"}}
FILES = "/content/"
_LINK = re.compile(r"<a\b([^>]*)>", re.I)
_EMBED = re.compile(r"<embed\b([^>]*)>", re.I)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def _strings(raw: object) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, Mapping):
        for value in raw.values():
            yield from _strings(value)
    elif isinstance(raw, (list, tuple)):
        for value in raw:
            yield from _strings(value)


@dataclass(frozen=True)
class Links:
    """Targets of the links in some texts, and the images that the texts show, read with one query for each kind,
    however many there are.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Any] = field(default_factory=dict)
    images: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def found_in(cls, *raw: object) -> "Links":
        """Return links of every text in `raw`, which may be JSON as a StreamField stores it."""
        ids: dict[str, set[str]] = {"page": set(), "document": set(), "image": set()}
        for text in _strings(raw):
            for match in (*_LINK.finditer(text), *_EMBED.finditer(text)):
                attributes = dict(_ATTRIBUTE.findall(match[1]))
                name, kind = attributes.get("id", ""), attributes.get("linktype") or attributes.get("embedtype")
                if whole_number(name, digits=18) is not None and kind in ids:
                    ids[kind].add(name)
        return cls(_activities(ids["page"]), _documents(ids["document"]), _images(ids["image"]))


def _activities(ids: set[str]) -> dict[str, str]:
    """Return catalogue ids of the activities among these pages; only what stands below a course can be opened in the
    player.
    """
    if not ids:
        return {}
    from ..pages.models import CoursePage

    pages = list(Page.objects.filter(pk__in=ids).only("pk", "path", "translation_key"))
    parents = {page.path[: -Page.steplen] for page in pages}
    courses = set(CoursePage.objects.filter(path__in=parents).values_list("path", flat=True))
    return {str(page.pk): str(page.translation_key) for page in pages if page.path[: -Page.steplen] in courses}


def _documents(ids: set[str]) -> dict[str, object]:
    return {str(document.pk): document for document in get_document_model().objects.filter(pk__in=ids)} if ids else {}


def _images(ids: set[str]) -> dict[str, object]:
    return {str(image.pk): image for image in get_image_model().objects.filter(pk__in=ids)} if ids else {}


def safe_html(
    source: str,
    *,
    links: Links,
    keep: Callable[[object, str], str],
    tags: set[str] = TAGS,
    picture: Callable[[object, str], str] | None = None,
) -> str:
    """Return `source` as stored by Wagtail's editor, as safe HTML. `keep(file, name)` gives the address of a file it
    links to.

    A link that leads nowhere any more stays as text. With `picture(image, alternative)`, which gives the element of an
    image whose address begins with `FILES`, images are shown, and what is let through is `tags`.
    """

    def target(attributes: Mapping[str, str]) -> str:
        kind, name = attributes.get("linktype"), attributes.get("id", "")
        if kind == "page":
            return f"/learn/to/{links.pages[name]}/" if name in links.pages else ""
        if kind == "document":
            document = links.documents.get(name)
            return keep(document.file, document.filename) if document else ""
        return unescape(attributes.get("href", ""))

    def link(match: re.Match[str]) -> str:
        href = target(dict(_ATTRIBUTE.findall(match[1])))
        return f'<a href="{escape(href)}">' if href else "<a>"

    def embed(match: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        image = links.images.get(attributes.get("id", "")) if attributes.get("embedtype") == "image" else None
        return picture(image, unescape(attributes.get("alt", ""))) if picture and image else ""

    linked = _LINK.sub(link, source)
    return _cleaner(frozenset(tags)).clean(_EMBED.sub(embed, linked)) if picture else clean(linked)


@cache
def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    """Return what cleans as `clean` does it, but with `tags`, and with pictures of our own."""
    return nh3.Cleaner(
        tags={*tags, "img"},
        attributes=ATTRIBUTES,
        attribute_filter=_own_files,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )


def _own_files(tag: str, name: str, value: str) -> str | None:
    """Return the source of a picture of ours. A picture from elsewhere would tell a stranger who reads when."""
    return None if name == "src" and not value.startswith(FILES) else value
