"""The socket of blocks inside a lesson, besides those that every lesson has."""

from abc import ABC, abstractmethod
from typing import Any

import nh3

from .answers import NotReady
from .runtime import value_checks
from .runtime.guard import Rule
from .runtime.registry import Registry

TAGS = {"p", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br", "h3", "h4"}
SCHEMES = {"http", "https", "mailto", "tel"}
# Made once: making it takes five times as long as cleaning a paragraph.
_cleaner = nh3.Cleaner(tags=TAGS, attributes={"*": set(), "a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener")


def clean(html: str) -> str:
    """Return `html` with nothing in it but `TAGS`, and links that `SCHEMES` allow: neither script nor style, class nor
    comment.
    """
    return _cleaner.clean(html)


class LessonBlock(ABC):
    """One kind of block. Its slug begins with the plugin's own, as in `stopwatch_lap`."""

    slug: str

    @abstractmethod
    def block(self) -> Any:
        """Return a new Wagtail block in which an editor fills it in."""

    @abstractmethod
    def html(self, value: Any, *, language: str, country: str) -> str:
        """Return the HTML for learners, in the `TAGS` above: it is cleaned.

        Raises `lms.foundation.plugins.activity.NotReady` for what cannot be shown yet.
        """


RULES = {"block": Rule(), "html": Rule(value_checks.instance_of(str), (NotReady,))}
"""The methods of a lesson block that the core calls."""
lesson_blocks: Registry[LessonBlock] = Registry("lesson block", RULES)
