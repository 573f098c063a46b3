"""Shapes of the blocks of a lesson in a file."""

from typing import Any, Literal, NotRequired, TypedDict


class OptionText(TypedDict):
    """An option of a check or a question."""

    text: str
    right: bool
    feedback: str


class AnyBlock(TypedDict):
    """Part of every block of a lesson. `key` names one that was put in later, or that has to keep its name."""

    key: NotRequired[str]


class HeadingBlock(AnyBlock):
    type: Literal["heading"]
    text: str


class TextBlock(AnyBlock):
    type: Literal["text"]
    html: str


class CalloutBlock(AnyBlock):
    type: Literal["callout"]
    tone: str
    title: str
    html: str


class CaseBlock(AnyBlock):
    """A story. `skip` is the case in short for whoever does not read it."""

    type: Literal["case"]
    title: str
    html: str
    distressing: NotRequired[bool]
    content_note: NotRequired[str]
    skip: NotRequired[str]
    wellbeing: NotRequired[str]


class TableBlock(AnyBlock):
    type: Literal["table"]
    caption: str
    header: list[str]
    rows: list[list[str]]


class DiagramBlock(AnyBlock):
    """A diagram of the folder `diagrams`. `words` are its texts in another language; `drawing` is its SVG."""

    type: Literal["diagram"]
    file: str
    caption: str
    alt: str
    words: NotRequired[list[str]]
    drawing: NotRequired[str]


class CheckBlock(TypedDict):
    type: Literal["check"]
    key: str
    stem: str
    options: list[OptionText]
    in_order: NotRequired[bool]


class CountryBlock(AnyBlock):
    type: Literal["country"]
    country: str
    html: str
    provisions: NotRequired[list[str]]


class CitationBlock(AnyBlock):
    type: Literal["citation"]
    provisions: list[str]


class ProcedureBlock(AnyBlock):
    """A step of a procedure, cited as `generic#4`."""

    type: Literal["procedure"]
    step: str


class NationalBlock(TypedDict):
    """The place of a skeleton in which each variant has blocks of its own; `about` tells their writers what."""

    type: Literal["national"]
    key: str
    about: NotRequired[str]


class StoredBlock(TypedDict):
    """A block of any type, with all that is stored of it."""

    type: str
    key: str
    value: Any


BlockText = (
    HeadingBlock
    | TextBlock
    | CalloutBlock
    | CaseBlock
    | TableBlock
    | DiagramBlock
    | CheckBlock
    | CountryBlock
    | CitationBlock
    | ProcedureBlock
    | NationalBlock
)
