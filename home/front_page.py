"""Programmes and courses of the catalogue on the first page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from courses.catalogue import lookup
from courses.catalogue import models as catalogue
from courses.catalogue.texts import Text
from courses.models import Course, CoursePage, Programme, ProgrammePage
from courses.pages.translations import live_pages


@dataclass(frozen=True)
class Card:
    """One open course, in the reader's language where there is one."""

    key: UUID
    title: Text
    summary: Text
    minutes: int
    url: str


@dataclass(frozen=True)
class Shelf:
    """One open programme with its open courses in order."""

    title: Text
    introduction: Text
    cards: list[Card]


def programmes(request: HttpRequest) -> list[Shelf]:
    """Return the open programmes that have open courses, with these, in as many statements however many there are."""
    language = get_language() or ""
    courses = {str(course.pk): course for course in Course.objects.filter(open=True, release__isnull=False)}
    pages, course_pages = (
        {page.translation_key: page for page in live_pages(model, language)} for model in (ProgrammePage, CoursePage)
    )
    shelves = []
    for programme in Programme.objects.filter(open=True).order_by("slug"):
        cards = [_card(courses[key], course_pages, language, request) for key in programme.courses if key in courses]
        if cards:
            shelves.append(Shelf(programme.title_in(language), _introduction(pages.get(programme.pk)), cards))
    return shelves


def _introduction(page: ProgrammePage | None) -> Text:
    return Text(page.introduction, page.locale.language_code) if page else Text("")


def _card(course: Course, pages: dict[UUID, Any], language: str, request: HttpRequest) -> Card:
    outline = lookup.release(course.release_id).outline
    page = pages.get(course.pk)
    return Card(
        key=course.pk,
        title=catalogue.in_language(dict(outline.titles), language),
        summary=catalogue.in_language(dict(outline.summaries), language),
        minutes=outline.minutes,
        url=(page.get_url(request) if page else "") or "",
    )
