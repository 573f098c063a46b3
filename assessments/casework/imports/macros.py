"""Scripts and macros of Twine's story formats: found by their signs, named, and removed from the text. None of them is
run. Pure.
"""

import re
from collections.abc import Callable, Iterable

_WHOLE = tuple(
    (re.compile(opening, re.I), re.compile(closing, re.I), kind)
    for opening, closing, kind in (
        (r"<!--", r"-->", ""),
        (r"/%", r"%/", ""),
        (r"/\*", r"\*/", ""),
        (r"<script\b", r"</script\s*>", "script"),
        (r"<<script\b", r"<</script>>", "script"),
        (r"<%", r"%>", "script"),
        (r"<style\b", r"</style\s*>", "style"),
    )
)
"""What is taken out from its beginning to its end, and as what it is named."""
_SUGAR = re.compile(r"<</?([\w=-]{1,40})[^<>]*(?:<(?!<)[^<>]*|>(?!>)[^<>]*)*>>")
_HARLOWE = re.compile(r"\(([a-zA-Z][\w-]{0,30}):")
_NAMES = frozenset(
    """
    set put move if unless elseif else-if else print display link link-goto link-reveal link-reveal-goto link-repeat
    link-replace link-undo link-show link-rerun link-fullscreen goto go-to redirect undo either random cond nth for loop
    live stop event click click-goto click-replace click-append click-prepend click-undo mouseover mouseout
    mouseover-goto mouseout-goto text-style textstyle text-color text-colour color colour text-rotate align font
    transition t8n t8n-time transition-time t8n-delay t8n-depart t8n-arrive background bg css hook hook-style replace
    append prepend show hide rerun enchant enchant-in change cycling-link seq-link dropdown checkbox meter input
    input-box prompt alert confirm save-game load-game saved-games history visited visits passage passages a array dm
    datamap ds dataset str string num number round floor ceil max min savegame loadgame open-url box float-box opacity
    button after after-error live-replace verbatim verbatim-print unpack macro output output-data hidden-link columns
    border collapse hover-style line-style char-style page-style forget-undos icon-undo icon-redo icon-fullscreen
    """.split()  # noqa: SIM905
)
_VARIABLE = re.compile(r"(?<![\w$])[$_][A-Za-z]\w{0,40}")
Note = Callable[[str, str], None]
"""Takes the kind of what was left out (`script`, `style`, `macro`, `variable`), and its name."""


def without_scripts(text: str, note: Note) -> str:
    """Return comments, scripts and styles are taken out whole. Takes time in proportion to the length of the text."""
    for opening, closing, kind in _WHOLE:
        spans, place = [], 0
        while (start := opening.search(text, place)) and (end := closing.search(text, start.end())):
            spans.append((start.start(), end.end()))
            place = end.end()
        if spans and kind:
            note(kind, "")
        text = _without(text, spans)
    return text


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, place = [], 0
    for start, end in sorted(spans):
        parts.append(text[place : max(start, place)])
        place = max(place, end)
    return "".join([*parts, text[place:]])


def without_macros(text: str, note: Note) -> str:
    """Take out macros: macros of SugarCube and Harlowe are taken out; the text that they wrap stays."""

    def taken(match: re.Match[str]) -> str:
        note("macro", match[1].lower())
        return ""

    return _without_calls(_SUGAR.sub(taken, text), note)


def _without_calls(text: str, note: Note) -> str:
    """Return calls `(name: …)` of Harlowe, and the brackets of the hook behind one; what is no name of its macros
    stays.
    """
    ends = _pairs(text, "(", ")") | _pairs(text, "[", "]")
    spans = []
    for call in _HARLOWE.finditer(text):
        end = ends.get(call.start())
        if end is None or call[1].lower() not in _NAMES:
            continue
        note("macro", call[1].lower())
        spans.append((call.start(), end))
        if end in ends and text[end] == "[":
            spans += [(end, end + 1), (ends[end] - 1, ends[end])]
    return _without(text, spans)


def _pairs(text: str, opening: str, closing: str) -> dict[int, int]:
    """Return behind what closes each bracket, by where it opens."""
    ends, open_ = {}, []
    for place, sign in enumerate(text):
        if sign == opening:
            open_.append(place)
        elif sign == closing and open_:
            ends[open_.pop()] = place + 1
    return ends


def note_variables(text: str, note: Note) -> None:
    """Note the variables that stand in a text, whose values nobody knows."""
    for name in _VARIABLE.findall(text):
        if name.startswith("$"):
            note("variable", name)
