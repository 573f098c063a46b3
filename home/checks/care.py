"""Rules about care for the reader and the law: notes before what distresses, cards, citations, pictures. Pure."""

from collections.abc import Iterator

from ..curriculum.schema import CARE
from . import limits
from .editions import Edition, Finding, Part, Place, countries_of, plain, strings


def no_alternative(edition: Edition) -> Iterator[Finding]:
    """Find cases that are said to distress without note, the case in short for readers who skip it, and well-being
    line.
    """
    for place, block in edition.blocks("case"):
        is_distressing = block.get("distressing") or block.get("content_note")
        if is_distressing and not all(block.get(name) for name in CARE):
            yield Finding("no_alternative", place)


def undeclared(edition: Edition) -> Iterator[Finding]:
    """Find cases and scenarios that speak of an act that distresses, without a content note."""
    for place, block in edition.blocks("case"):
        word = limits.found(limits.DISTRESSING, edition.language, plain(block.get("html", "")))
        if word and not block.get("content_note"):
            yield Finding("undeclared", place, {"word": word})
    for scenario in edition.course.scenarios if edition.is_source else ():
        word = limits.found(limits.DISTRESSING, edition.language, plain(" ".join(strings(scenario["scenes"]))))
        if word and not scenario.get("content_note"):
            yield Finding("undeclared", Place(edition.language, scenario["key"]), {"word": word})


def unprepared(edition: Edition) -> Iterator[Finding]:
    """Find questions that speak of an act that distresses where nothing before the first question says so."""
    introductions = {part["key"]: part.get("introduction") for part in edition.parts("quiz", "exercise")}
    for one in edition.asked():
        word = limits.found(limits.DISTRESSING, edition.language, plain(one.stem))
        if word and one.place.part in introductions and not introductions[one.place.part]:
            yield Finding("unprepared", one.place, {"word": word})


def no_card(edition: Edition) -> Iterator[Finding]:
    """Find lessons without a card for each country from which learners come; a variant is of one country as a whole."""
    for lesson in edition.lessons if not edition.course.family else ():
        there = {country for block in lesson["blocks"] if block["type"] == "country" for country in countries_of(block)}
        if missing := [country for country in edition.around.countries if country not in there]:
            yield Finding("no_card", Place(edition.language, lesson["key"]), {"countries": missing})


def expired(edition: Edition) -> Iterator[Finding]:
    """Find citations of provisions that are no longer in force."""
    for place, block in edition.blocks() if edition.is_source else ():
        for key in block.get("provisions") or []:
            until = edition.around.provisions.get(key, {}).get("valid_to")
            if until and until < edition.around.today:  # type: ignore[operator]
                yield Finding("expired", place, {"provision": key, "date": until})


def unknown_provision(edition: Edition) -> Iterator[Finding]:
    """Find citations of provisions that nobody knows."""
    for place, block in edition.blocks() if edition.is_source else ():
        for key in block.get("provisions") or []:
            if key not in edition.around.provisions:
                yield Finding("unknown_provision", place, {"provision": key})


def unchecked(edition: Edition) -> Iterator[Finding]:
    """Find out how many of the provisions that the course cites no lawyer has checked. Information: one a course."""
    cited = {key for _place, block in edition.blocks() for key in block.get("provisions") or []}
    number = sum(not edition.around.provisions.get(key, {}).get("checked_on") for key in cited)
    if edition.is_source and number:
        yield Finding("unchecked", edition.here, {"number": number, "all": len(cited)})


def no_alt(edition: Edition) -> Iterator[Finding]:
    """Find pictures without a text for readers who do not see them, in lessons and in questions."""
    for place, block in edition.blocks("image", "diagram"):
        if not (block.get("alt") or block.get("decorative")):
            yield Finding("no_alt", place)
    for one in edition.asked():
        body: Part = one.question.get("body") or {}
        if isinstance(body, dict) and "image" in body and not body.get("alt"):
            yield Finding("no_alt", one.place)


RULES = (no_alternative, undeclared, unprepared, no_card, expired, unknown_provision, unchecked, no_alt)
