"""The compiled HTML of a lesson and what stands in it apart: checks, which are shown anew for each learner, and blocks of plugins. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

_PART = re.compile(r"<!--check:([0-9a-f-]{36})-->|<!--block:([\w-]+):([\w-]*)-->(.*?)<!--/block-->", re.S)


class Part(NamedTuple):
    """A piece of a lesson. `check` is the id of a check; `block` the slug of the plugin's lesson block that the HTML comes from."""

    html: str = ""
    check: str = ""
    block: str = ""


def check_mark(check: str) -> str:
    """Where a check stands. Whatever else is in the HTML holds no comments."""
    return f"<!--check:{check}-->"


def block_mark(slug: str, block: str, html: str) -> str:
    """What the lesson block `slug` made of the block with the id `block`."""
    return f"<!--block:{_name(slug)}:{_name(block)}-->{html}<!--/block-->"


def _name(text: str) -> str:
    return re.sub(r"\W+", "-", text)


@lru_cache(maxsize=512)
def parts(digest: str, html: str) -> tuple[Part, ...]:
    """The lesson in the order in which it is read."""
    found, end = [], 0
    for match in _PART.finditer(html):
        found += [Part(html[end : match.start()]), Part(match[4] or "", check=match[1] or "", block=match[2] or "")]
        end = match.end()
    found.append(Part(html[end:]))
    return tuple(part for part in found if part.check or part.block or part.html.strip())


def kept(html: str) -> dict[str, str]:
    """What the blocks of plugins came to, by the block's id."""
    return {match[3]: match[4] for match in _PART.finditer(html) if match[3]}
