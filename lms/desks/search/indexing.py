"""Keeping the words of contents: the only writer of passages. What is released is read within minutes, once."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from courses.models import Content
from lms.foundation.plugins.activity import Compiled, activities
from lms.foundation.plugins.runtime.errors import NotInstalled

from .html_parsing import parts_of
from .models import Passage, ReadContent
from .words import line_of

VERSION = 2
"""Of the rules by which contents are read and words are compared: raise it with them, and all are read anew."""
AT_ONCE = 50


def contents_to_index() -> QuerySet[Content]:
    """Return contents whose words are not here yet, of kinds that are installed."""
    kinds = [slug for slug, _kind in activities.items()]
    return Content.objects.filter(kind__in=kinds).exclude(
        pk__in=ReadContent.objects.filter(version=VERSION).values("pk")
    )


def index_waiting() -> int:
    """Read all contents that wait, in parts, each in a transaction of its own. Returns how many."""
    number = 0
    while contents := list(contents_to_index().order_by("pk")[:AT_ONCE]):
        index_content(contents)
        number += len(contents)
    return number


@transaction.atomic
def index_content(contents: Sequence[Content]) -> None:
    """Keep the words of `contents`, one at a time; the same again gives the same."""
    list(
        Content.objects.select_for_update(no_key=True)
        .filter(pk__in=[one.pk for one in contents])
        .order_by("pk")
        .values("pk")
    )
    passages = [passage for content in contents for passage in _passages(content)]
    Passage.objects.filter(content__in=contents).delete()
    Passage.objects.bulk_create(passages, batch_size=200)
    rows = [ReadContent(content=content, version=VERSION) for content in contents]
    ReadContent.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["version"], unique_fields=["content"], batch_size=200
    )


def _passages(content: Content) -> list[Passage]:
    found = parts_of(_html(content))
    return [
        Passage(
            content=content,
            number=number,
            anchor=anchor[:80],
            heading=heading[:255],
            text=text,
            line=line_of(f"{content.title if number == 0 else ''} {heading} {text}"),
        )
        for number, (anchor, heading, text) in enumerate(found)
    ]


def _html(content: Content) -> str:
    """Return the HTML of `content` that every learner of it reads; an empty text where its kind is away or breaks."""
    kind = activities.peek(content.kind)
    try:
        return kind.findable(Compiled(content.title, content.html, content.definition)) if kind else ""
    except NotInstalled:
        return ""
