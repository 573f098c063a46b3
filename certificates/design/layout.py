"""Layout of a certificate in one pass: text is measured, made as large as its box allows, and broken into lines. Pure.

Lengths are in millimetres from the upper left corner, font sizes and leading in points.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .fitting import LEADING, POINT, Paragraph, largest
from .sheet import COLOURS, CREST, OWN_WORDS, PICTURE, PLUGIN, QR, SIGNATURES, TEXT, Element, Sheet

Measure = Callable[[str, bool], float]
"""Returns the width of a text, bold or not, as a multiple of the font size."""


@dataclass(frozen=True)
class Image:
    """A picture as a data address, with its size in pixels."""

    uri: str
    width: int
    height: int
    lasting: bool = True
    """Whether many certificates share it."""


@dataclass(frozen=True)
class Signatory:
    """A person who signs: name and office, either may be empty, and the picture of the signature."""

    name: str
    office: str
    image: Image | None = None


@dataclass(frozen=True)
class Contents:
    """Contents of one certificate: paragraphs by the pick list's names, pictures and lines of plugins."""

    language: str
    right_to_left: bool
    texts: Mapping[str, Sequence[str]]
    images: Mapping[str, Image] = field(default_factory=dict)
    """By `crest`, `qr` or the digest of a stored picture."""
    signatories: Sequence[Signatory] = ()
    plugin_lines: Mapping[str, str] = field(default_factory=dict)
    """By the slug of the element, in the order in which they are printed."""
    larger: Callable[[str], float] = lambda text: 1.0
    """Returns by how much a text is enlarged: some scripts are drawn smaller in their em."""


@dataclass(frozen=True)
class Box:
    """A box in millimetres; `source` is the place of its element in the sheet."""

    x: float
    y: float
    w: float
    h: float
    source: int


@dataclass(frozen=True)
class Text(Box):
    """Lines of text, one below the other."""

    lines: tuple[str, ...]
    size: float
    bold: bool
    colour: str
    align: str
    right_to_left: bool

    @property
    def leading(self) -> float:
        return self.size * LEADING


@dataclass(frozen=True)
class Drawn(Box):
    """A picture that fills its box."""

    image: Image


@dataclass(frozen=True)
class Rule(Box):
    """A line along the upper side of the box."""


@dataclass(frozen=True)
class Gap(Box):
    """An element that cannot be drawn: of a plugin that is missing, or of a newer version."""

    name: str


Placed = Text | Drawn | Rule | Gap


def place(sheet: Sheet, contents: Contents, measure: Measure) -> list[Placed]:
    """Return everything on the page, in the order of the sheet; a text that its box cannot hold has the size 0."""
    placed: list[Placed] = []
    for number, element in enumerate(sheet.elements):
        x = sheet.width - element.x - element.w if contents.right_to_left else element.x
        box = Box(x, element.y, element.w, element.h, number)
        placed += _PLACERS.get(element.kind, _gap)(element, box, contents, measure)
    return placed


def _gap(element: Element, box: Box, contents: Contents, measure: Measure) -> Iterator[Gap]:
    yield Gap(**vars(box), name=element.plugin or element.kind)


def _text(element: Element, box: Box, contents: Contents, measure: Measure) -> Iterator[Text]:
    paragraphs: list[str] = []
    for line in element.lines:
        if line == OWN_WORDS:
            paragraphs.append(element.words.get(contents.language) or next(iter(element.words.values()), ""))
        else:
            paragraphs += contents.texts.get(line, ())
    yield from _set(element, box, paragraphs, contents, measure)


def _plugin(element: Element, box: Box, contents: Contents, measure: Measure) -> Iterator[Placed]:
    lines = contents.plugin_lines
    if element.plugin and element.plugin not in lines:
        yield from _gap(element, box, contents, measure)
    else:
        shown = [lines[element.plugin]] if element.plugin else list(lines.values())
        yield from _set(element, box, shown, contents, measure)


def _picture(element: Element, box: Box, contents: Contents, measure: Measure) -> Iterator[Drawn]:
    """Yield the picture as large as its box allows, in the middle of it."""
    name = element.picture if element.kind == PICTURE else element.kind
    image = contents.images.get(name)
    if image is not None:
        yield _fitted(image, box)


def _fitted(image: Image, box: Box) -> Drawn:
    scale = min(box.w / image.width, box.h / image.height)
    w, h = image.width * scale, image.height * scale
    return Drawn(box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h, box.source, image)


def _signatures(element: Element, box: Box, contents: Contents, measure: Measure) -> Iterator[Placed]:
    """Yield for each signatory the picture of the signature, a rule, and below it name and office."""
    people = list(contents.signatories)
    gap = 10.0 if len(people) < 3 else 6.0
    width = (box.w - gap * (len(people) - 1)) / max(len(people), 2)
    above = box.h * 0.56
    for number, person in enumerate(reversed(people) if contents.right_to_left else people):
        x = box.x + (width + gap) * number
        if contents.right_to_left and len(people) == 1:
            x = box.x + box.w - width
        if person.image is not None:
            yield _fitted(person.image, Box(x, box.y, width, above - 0.5, box.source))
        y = box.y + above
        yield Rule(x, y, width, 0, box.source)
        for text, colour, share, bold in ((person.name, "ink", 1.0, True), (person.office, "soft", 0.88, False)):
            style = replace(element, lines=(), size=element.size * share, bold=bold, colour=colour)
            below = Box(x, y, width, (box.h - above) / 2, box.source)
            for line in _set(style, below, [text], contents, measure, from_top=True):
                yield line
                y += line.h


_PLACERS: Mapping[str, Callable[..., Iterable[Placed]]] = {
    TEXT: _text,
    CREST: _picture,
    QR: _picture,
    PICTURE: _picture,
    SIGNATURES: _signatures,
    PLUGIN: _plugin,
}


def _set(
    element: Element, box: Box, texts: Sequence[str], contents: Contents, measure: Measure, *, from_top: bool = False
) -> Iterator[Text]:
    """Yield `texts`, each a paragraph, in the largest size up to the element's in which they fit the
    middle of the box, or its upper part.
    """
    texts = [" ".join(text.split()) for text in texts]
    joined = " ".join(filter(None, texts))
    if not joined:
        return
    paragraphs = [Paragraph.of(text, lambda part: measure(part, element.bold)) for text in texts if text]
    size, lines = largest(paragraphs, element.size * contents.larger(joined), width=box.w, height=box.h)
    height = len(lines) * size * LEADING * POINT
    y = box.y if from_top else box.y + (box.h - height) / 2
    yield Text(
        box.x,
        y,
        box.w,
        height,
        box.source,
        lines=tuple(lines),
        size=round(size, 2),
        bold=element.bold,
        colour=COLOURS.get(element.colour, COLOURS["ink"]),
        align=_side(element.align, contents.right_to_left),
        right_to_left=contents.right_to_left,
    )


def _side(align: str, right_to_left: bool) -> str:
    if align == "center":
        return "center"
    return "left" if (align == "start") != right_to_left else "right"
