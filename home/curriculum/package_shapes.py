"""Shapes of the files of a package, as TOML gives it; `schema` checks files against them."""

from typing import NotRequired, TypedDict


class TermText(TypedDict):
    """A word; `forms` are found in lessons as well, and with `linked = false` nothing is."""

    term: str
    definition: NotRequired[str]
    forms: NotRequired[list[str]]
    linked: NotRequired[bool]


class StepText(TypedDict):
    minutes: int
    title: str
    text: str


class SessionText(TypedDict):
    minutes: int
    steps: list[StepText]


class AnswerText(TypedDict):
    about: str
    text: str


class BeliefText(TypedDict):
    belief: str
    answer: str


class GuideText(TypedDict):
    aims: str
    distress: str
    sessions: list[SessionText]
    answers: list[AnswerText]
    beliefs: list[BeliefText]


class HandoutText(TypedDict):
    title: str
    html: str


class ReadingText(TypedDict):
    title: str
    author: str
    year: int
    url: str
    note: str


class ChangeText(TypedDict):
    date: str
    text: str


class ReviewText(TypedDict):
    """The card of the review; `lawyers` has a name by country, and what is empty nobody has done."""

    owner: str
    lawyers: dict[str, str]
    protection: str
    survivor: str
    language: str
    checked_on: str
    next_review: str
    changes: list[ChangeText]


class PackageText(TypedDict):
    """The package of a course in one language; a translation may have the terms alone."""

    guide: NotRequired[GuideText]
    handout: NotRequired[HandoutText]
    reading: NotRequired[list[ReadingText]]
    terms: list[TermText]
    review: NotRequired[ReviewText]


class VariantGuideText(TypedDict):
    answers: list[AnswerText]


class VariantPackageText(TypedDict):
    """The part of a variant: it stands behind the package of the skeleton, and its card in the place of that one's."""

    guide: NotRequired[VariantGuideText]
    reading: NotRequired[list[ReadingText]]
    terms: list[TermText]
    review: NotRequired[ReviewText]
