"""Laws on what a plugin gives to pages, papers and workers of others, where a thing that is of no use is left out."""

import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.template import TemplateDoesNotExist, engines

from ..certificate import Award, CertificateElement
from ..filters import Beginning, Enrolling, Filter, Issuing, Point, begin, enrol, sound_refusals
from ..institution_settings import Secret
from ..job import Job
from ..pages import stylesheets
from ..pages.slots import LARGEST_PANEL, Panel, Provider, sound
from ..people_sources.rows import NotRead, complete
from ..people_sources.source import PeopleSource
from .breach import Breach, expect, hold

LONGEST = 90
"""Characters of a line on a certificate."""
LANGUAGES = ("en", "fr", "ar", "am")


def fills(place: str, provider: Provider, rows: Sequence[Any], request: Any) -> None:
    """Check that a provider gives links and panels only of its rows, with words, and that each panel's template is
    there and can be drawn.
    """
    name = f"{provider.__module__}.{provider.__qualname__}"
    given = provider(rows)
    expect(
        isinstance(given, Mapping),
        f"{name} gives {given!r:.200} for “{place}”: give a mapping from the primary key of a row.",
    )
    strange = set(given) - {row.pk for row in rows}
    expect(
        not strange,
        f"{name} gives something for {sorted(map(repr, strange))}, which are no rows of “{place}” that it was asked "
        "about.",
    )
    for thing in given.values():
        try:
            value = sound(thing, "")
        except TypeError as error:
            raise Breach(f"{name} for “{place}”: {error}.") from None
        if isinstance(value, Panel):
            panel_is_drawn(value, name, request)


def panel_is_drawn(panel: Panel, name: str, request: Any) -> None:
    try:
        text = engines["django"].get_template(panel.template).render({"panel": panel}, request)
    except TemplateDoesNotExist as error:
        raise Breach(f"The panel of {name} names the template “{error}”, which is not there.") from None
    except Exception as error:
        raise Breach(f"The template “{panel.template}” of {name} breaks: {type(error).__name__}: {error}") from error
    expect(text.strip(), f"The template “{panel.template}” of {name} gives nothing: give no panel for that row.")
    large = (
        f"The template “{panel.template}” of {name} gives {len(text)} characters, {LARGEST_PANEL} at most are shown."
    )
    expect(len(text) <= LARGEST_PANEL, large)
    if panel.stylesheet:
        hold(stylesheets.problems(panel.stylesheet, panel.template.partition("/")[0]))


def subjects_of(point: Point, enrolments: Sequence[Any]) -> list[object]:
    """Return the subjects for the filters of `point` about these enrolments."""
    if point is enrol:
        return [Enrolling(row.learner, row.course, row.institution) for row in enrolments]
    if point is begin:
        return [Beginning(row, row.release.outline.activities[0]) for row in enrolments]
    return [Issuing(row) for row in enrolments]


def refuses(point: Point, filter: Filter, subjects: Sequence[object]) -> None:
    """Check that a filter gives a sentence for each position that it refuses, and nothing else; the same when it is
    asked again.
    """
    name = f"{filter.__module__}.{filter.__qualname__}"
    try:
        first, again = (dict(sound_refusals(filter(subjects), len(subjects))) for _time in range(2))
    except TypeError as error:
        raise Breach(
            f"{name} at “{point.name}”: {error}. What cannot be used counts as no answer, and everything is refused."
        ) from None
    expect(first == again, f"{name} at “{point.name}” says {first!r} and then {again!r} for the same.")


def prints(element: CertificateElement, award: Award) -> None:
    """Check that an element gives one line of text in each language, or an empty one."""
    for language in LANGUAGES:
        line = element.line(award, language=language)
        what = f"line of “{element.slug}” in “{language}”"
        expect(
            isinstance(line, str), f"{what} is {line!r:.200}, which is no text: give “” where there is no such line."
        )
        expect(line == " ".join(line.split()), f"{what} is not one line: {line!r:.200}")
        expect(len(line) <= LONGEST, f"{what} has {len(line)} characters; what is over {LONGEST} is cut off.")


class _TooLong(BaseException):
    """Error that is no `Exception`: a job that continues after any error does not continue after this."""


def ends(job: Job, institutions: Sequence[Any], *, now: datetime, seconds: float) -> None:
    """Check that a job comes to an end, and again when it is called once more.

    In a worker it would be stopped, and left alone for an hour.
    """
    for _time in range(2):
        try:
            with _within(seconds):
                job.run(institutions, now=now)
        except _TooLong:
            raise Breach(
                f"The job “{job.slug}” did not end within {seconds:g} seconds: do a part, the rest is done next time."
            ) from None
        except Exception as error:
            raise Breach(f"The job “{job.slug}” breaks: {type(error).__name__}: {error}") from error


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def stop(*_signal: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def reads_people(source: PeopleSource, options: Mapping[str, Any]) -> None:
    """Check that a source has labelled fields, gives people with the sample of `options`, and with blank ones gives
    some or none, or says in words why it has no list.
    """
    what = f"The people source “{source.slug}”"
    for one in source.fields:
        expect(str(one.label).strip(), f"{what} has no label for “{one.name}”.")
    blank = {one.name: Secret() if one.secret else one.blank for one in source.fields}
    secret = {one.name for one in source.fields if one.secret}
    given = {name: Secret(str(value)) if name in secret else value for name, value in options.items()}
    for values, is_sample in ((blank | given, True), (blank, False)):
        try:
            found = complete(source.read(values))
        except NotRead as said:
            expect(str(said).strip(), f"{what} is not read without a word: the text tells the administrator why.")
            expect(not is_sample, f"{what} is not read with its sample: {said}")
            continue
        except Exception as error:  # whatever somebody else's code raises
            raise Breach(f"{what} raises {type(error).__name__} ({error}). Raise NotRead with a sentence.") from error
        expect(bool(found) or not is_sample, f"{what} gives nobody with its sample.")
