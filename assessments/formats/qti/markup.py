"""The content of an item as HTML text. Pure."""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape

from ..html import without_tags
from .media import Media
from .refusal import Unread
from .tree import Node

VOID = {"area", "br", "col", "hr", "img", "source", "track", "wbr"}
BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "footer",
    "hr",
    "li",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
}
HIDDEN = {
    "feedbackInline",
    "feedbackBlock",
    "modalFeedback",
    "rubricBlock",
    "templateBlock",
    "templateInline",
    "stylesheet",
    "script",
    "style",
    "catalogInfo",
    "annotation",
    "annotation-xml",
    "companionMaterialsInfo",
}
THROUGH = {"contentBody", "stimulusBody", "itemBody", "prompt", "semantics", "include", "hottext", "gapText"}
_LINKS = {"src", "href", "poster", "data"}
_NOT_KEPT = {"id", "label", "schemaLocation", "base"}
_SPACES = re.compile(r"[ \t\r\n]+")
_HOLLOW = re.compile(r"<(p|div|span|blockquote|label|strong|em)>\s*</\1>")
_EDGES = re.compile(rf"(?:(?<!\s)\s+)?(</?(?:{'|'.join(sorted(BLOCKS))}|br)\b[^<>]*>)\s*")
"""Blanks around a block.

They begin where no blank stands before: to begin at each of them anew would take quadratic time.
"""
_BODY = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)
_BODY_END = re.compile(r"</body>", re.IGNORECASE)
Instead = Callable[[Node], str | None]


class Markup:
    """Writer of nodes as HTML. `instead` may say what stands for a node: `None` for what it is, nothing for nothing."""

    def __init__(self, media: Media, instead: Instead | None = None) -> None:
        self.media = media
        self.instead = instead or (lambda node: None)

    def html(self, parts: Iterable[Node | str]) -> str:
        """Return the parts as HTML, without hollow elements and without white space that shows nothing."""
        return tidy("".join(self._part(part) for part in parts))

    def inside(self, node: Node | None) -> str:
        return self.html(node.content) if node is not None else ""

    def _part(self, part: Node | str) -> str:
        if isinstance(part, str):
            return escape(_SPACES.sub(" ", part), quote=False)
        replacement = self.instead(part)
        if replacement is not None:
            return replacement
        if part.tag in HIDDEN:
            return ""
        special = getattr(self, f"_{part.tag}", None) if part.tag in {"math", "object", "img"} else None
        return special(part) if special else self._element(part)

    def _element(self, node: Node) -> str:
        inner = "".join(self._part(part) for part in node.content)
        if node.tag in THROUGH:
            return inner
        start = f"<{node.tag}{self._attributes(node)}"
        return f"{start}/>" if node.tag in VOID else f"{start}>{inner}</{node.tag}>"

    def _attributes(self, node: Node) -> str:
        kept = ((name, value) for name, value in node.attrs.items() if name not in _NOT_KEPT)
        return "".join(
            f' {name}="{escape(self.media.link(value) if name in _LINKS else value)}"' for name, value in kept
        )

    def _img(self, node: Node) -> str:
        return f"<img{self._attributes(node)}/>"

    def _object(self, node: Node) -> str:
        """Return an object as what HTML has for its type; one that is not in the package, as what stands within it."""
        kind, _, _exact = node.get("type").partition("/")
        source, text = node.get("data"), escape(node.plain())
        within = "".join(self._part(part) for part in node.content)
        if kind == "image" and (self.media.find(source) or not node.children()):
            return f'<img src="{escape(self.media.link(source))}" alt="{text}"/>'
        if kind in {"audio", "video"}:
            return f'<{kind} src="{escape(self.media.link(source))}" controls="controls">{within}</{kind}>'
        return within or self._passage(node.get("type"), source)

    def _passage(self, kind: str, source: str) -> str:
        """Return a text in a file of its own. Raises `Unread` where it is missing: nobody can answer without it."""
        if kind != "text/html":
            return ""
        path = self.media.find(source)
        if not path:
            raise Unread("qti-missing-file", name=source)
        html = self.media.package[path].decode("utf-8", "replace")
        return Media.relink(self.media, _within_body(html))

    def _math(self, node: Node) -> str:
        return _formula(node)


def _within_body(html: str) -> str:
    """Return the content of the body of a page; all where it has none."""
    start = _BODY.search(html)
    end = _BODY_END.search(html, start.end()) if start else None
    return html[start.end() : end.start()] if start and end else html


def tidy(html: str) -> str:
    html = _EDGES.sub(r"\1", html)
    while True:
        less = _HOLLOW.sub("", html)
        if less == html:
            return html.strip(" \t\r\n")
        html = less


def _formula(node: Node) -> str:
    """Return a formula of MathML in the plain marks of HTML, since MathML is not kept when content is made safe."""
    if node.tag in HIDDEN:
        return ""
    parts = [escape(part.strip()) if isinstance(part, str) else _formula(part) for part in node.content]
    parts = [part for part in parts if part]
    match node.tag, parts:
        case "msup", [base, power]:
            return f"{base}<sup>{power}</sup>"
        case "msub", [base, index]:
            return f"{base}<sub>{index}</sub>"
        case "mfrac", [above, below]:
            return f"({above})/({below})"
        case "msqrt", _:
            return f"√({''.join(parts)})"
        case "mfenced", _:
            return f"({', '.join(parts)})"
    return "".join(parts)


def paragraph(html: str) -> str:
    """Return a text as a block: in a paragraph unless it has blocks of its own."""
    return html if not html or re.search(rf"<(?:{'|'.join(BLOCKS)})\b", html) else f"<p>{html}</p>"


def plain(html: str) -> str:
    """Return HTML without its tags, on one line."""
    return " ".join(unescape(without_tags(html)).split())
