"""Open findings about a course as it was saved last, such as lessons without a text, beside what a release changes."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ...pages.models import CoursePage

MOST = 20
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OpenFinding:
    """Sentence on a page of the course, or on the whole of it, and the address where it is mended."""

    title: str
    language: str
    sentence: str
    url: str = ""


finders: list[Callable[[CoursePage, Any], Sequence[OpenFinding]]] = []
"""Each gets the page of a course and a viewer, and gives what the viewer may read. Higher rooms put theirs in."""


def findings_of(page: CoursePage, viewer: object) -> list[OpenFinding]:
    """Return the findings of all `finders`, twenty at most."""
    found: list[OpenFinding] = []
    for finder in finders:
        try:
            found += finder(page, viewer)
        except Exception:  # a page on which people decide is not lost with a check
            log.exception("the findings about the course %s could not be told", page.translation_key)
    return found[:MOST]
