"""Shapes of the files of an exported course."""

from typing import Any, NotRequired, TypedDict

from home.curriculum.shapes import AimsText, LessonText


class LessonFile(LessonText):
    slug: str
    more: NotRequired[dict[str, Any]]


class ActivityFile(TypedDict):
    """An activity of any type, by its model and the fields of its page."""

    key: str
    type: str
    title: str
    slug: str
    fields: dict[str, Any]
    pictures: NotRequired[list[str]]
    recordings: NotRequired[list[str]]


class BankFile(TypedDict):
    key: str
    tags: NotRequired[list[str]]
    fields: dict[str, Any]


class TermFile(TypedDict):
    """A word of the glossary."""

    key: str
    term: str
    forms: str
    definition: str
    linked: bool


class VersionFile(AimsText):
    """A course in one language; `more` are further fields of its page, `order` the keys of what is below it."""

    minutes: int
    order: NotRequired[list[str]]
    more: NotRequired[dict[str, Any]]
    lessons: NotRequired[list[LessonFile]]
    activities: NotRequired[list[ActivityFile]]
    bank: NotRequired[list[BankFile]]
    terms: NotRequired[list[TermFile]]


class MediaFile(TypedDict):
    name: str
    title: str
    type: NotRequired[str]
    duration: NotRequired[float]


class AboutFile(TypedDict):
    """Contents of `course.toml`: the source language comes first."""

    format: int
    key: str
    languages: list[str]
    media: NotRequired[list[MediaFile]]
