"""Emphasis of the words of a question that ask: they stand out, and the story before them does not.

Pure; of what is right it knows nothing.
"""

import re
from functools import lru_cache

SHORT = 200
"""Characters of a text of one paragraph that stands out as a whole where no sentence in it ends in a question mark."""

_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"<(?:p|ul|ol|li|table|div|img|figure|blockquote|h\d)\b", re.I)
_ASKS = re.compile(r"[?؟፧][\s\"'»”’)\]\0]*$")
_BOUNDARY = re.compile(r"(?:([^\W_]*)\.|[?!…؟፧።])(?:[\"'»”’)\]\0]|\s»)*\s[\s\0]*(?=[\"'«“‘(\[]?(\w))")
"""Between two sentences: the word before a full stop, and the first sign behind it."""
_ABBREVIATIONS = re.compile(
    r"al|approx|arts?|capt|cf|ch|co[lr]?|cpl|dr|e[gx]|etc|fig|gen|ie|insp|lt|maj|mme|m[rs]|mrs|nos?|paras?|pp|sect?|sgt|ss|st|supt|vs|[^\W\d_]",
    re.I,
)
"""What stands before a full stop that ends no sentence; so does an initial."""
_NAME = re.compile(r"<(/?)([a-z0-9]+)", re.I)


@lru_cache(maxsize=2048)
def emphasized(html: str) -> str:
    """Return `html` (safe) with `<b class="asks">` around its question: the last sentence of its last paragraph, if
    that ends in ?, ؟ or ፧.

    Where no sentence does, all of a short text that is one paragraph; nothing of a longer one. What an editor made bold
    stays so.
    """
    start, end = _last_paragraph(html)
    inner = html[start:end]
    masked = _TAG.sub(lambda tag: "\0" * len(tag[0]), inner)
    if _ASKS.search(masked):
        first = _begins(inner, masked)
    elif not _TAG.sub("", html[:start] + html[end:]).strip() and len(masked.replace("\0", "")) <= SHORT:
        first = 0
    else:
        return html
    return f'{html[: start + first]}<b class="asks">{inner[first:]}</b>{html[end:]}' if inner.strip() else html


def question_in(text: str) -> str:
    """Return the sentence of a plain text that asks, or all of it if none does."""
    masked = text.rstrip()
    return masked[_begins(masked, masked) :] if _ASKS.search(masked) else masked


def _last_paragraph(html: str) -> tuple[int, int]:
    """Return beginning and end of the last paragraph; a text that is no HTML block is one; an empty place if there is
    none.
    """
    end = html.rfind("</p>")
    start = max(html.rfind("<p>", 0, max(end, 0)), html.rfind("<p ", 0, max(end, 0)))
    if start >= 0:
        return html.index(">", start) + 1, end
    return (0, 0) if _BLOCK.search(html) else (0, len(html))


def _begins(inner: str, masked: str) -> int:
    """Return the beginning of the last sentence; if its tags do not close within it, that of the paragraph."""
    first = max((match.end() for match in _BOUNDARY.finditer(masked) if _parts(match)), default=0)
    return first if _balanced(inner[first:]) else 0


def _parts(match: re.Match[str]) -> bool:
    """Return whether the match ends a sentence: not behind an abbreviation or an initial, as in “art. 3”, nor before a
    small letter.
    """
    word = match[1]
    return not match[2].islower() and (word is None or not _ABBREVIATIONS.fullmatch(word))


def _balanced(html: str) -> bool:
    open_: list[str] = []
    for closing, name in _NAME.findall(html):
        if name.lower() in ("br", "img"):
            continue
        if not closing:
            open_.append(name)
        elif not open_ or open_.pop() != name:
            return False
    return not open_
