"""Scope of a viewer’s reports: their institutions with the cohorts there, and the catalogue, read in one statement."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import in_language
from courses.models import Course, Programme
from lms.foundation.database.statements import Values
from lms.people.directory.choices import REPORTING_ROLES, Kind
from lms.people.directory.current_viewer import ViewerParameter, fits_parameter
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True)
class ScopedInstitution:
    """An institution of the scope.

    `path` is the chain of ids from the root, each with a slash; `parent` the id before the last, `plugins` which are on
    or off here.
    """

    id: int
    name: str
    kind: str
    path: str
    parent: int | None
    plugins: Mapping[str, bool]


@dataclass(frozen=True)
class ScopedCohort:
    """A cohort of the scope."""

    id: int
    name: str
    place: int


@dataclass(frozen=True)
class Title:
    """A course, or a programme with the ids of its courses."""

    id: UUID | None
    slug: str
    name: str
    courses: tuple[UUID, ...] = ()


NO_COURSE = Title(None, "none", cast(str, _("For no course")))
"""The course of rows that have none, such as sessions on their own."""


@dataclass(frozen=True)
class Scope:
    """The institutions and cohorts of one viewer, by id, and all courses and programmes, by slug, which are read from
    their `rows` when they are needed, with titles in `language`.
    """

    places: Mapping[int, ScopedInstitution]
    cohorts: Mapping[int, ScopedCohort]
    rows: Mapping[str, list[tuple[str, ...]]]
    language: str

    @cached_property
    def courses(self) -> dict[str, Title]:
        return {course.slug: course for course in _titles(self.rows["course"], self.language)}

    @cached_property
    def programmes(self) -> dict[str, Title]:
        return {programme.slug: programme for programme in _titles(self.rows["programme"], self.language)}

    @cached_property
    def by_course(self) -> dict[UUID, Title]:
        return {course.id: course for course in self.courses.values() if course.id}

    @cached_property
    def parents(self) -> frozenset[int | None]:
        """Ids of the institutions that have others below them."""
        return frozenset(place.parent for place in self.places.values())

    @cached_property
    def roots(self) -> list[ScopedInstitution]:
        """The institutions of the scope that belong to none of the others."""
        return [place for place in self.places.values() if place.parent not in self.places]

    def within(self, place: ScopedInstitution) -> list[int]:
        """Return ids of `place` and of all below it."""
        return [other.id for other in self.places.values() if other.path.startswith(place.path)]

    def place_name(self, pk: int) -> str:
        """Return the institution's name; a unit's after the name of the academy it belongs to."""
        place = self.places[pk]
        above = self.places.get(place.parent or 0)
        return f"{above.name} · {place.name}" if above and place.kind == Kind.UNIT else place.name

    def cohort_name(self, pk: int | None, *, alone: bool = True) -> str:
        """Return the cohort's name; with its institution where it stands `alone` and the scope has several.

        Nothing for somebody else's cohort.
        """
        cohort = self.cohorts.get(pk or 0)
        if cohort is None:
            return ""
        return f"{cohort.name} · {self.places[cohort.place].name}" if alone and len(self.places) > 1 else cohort.name


_FIELDS = ("is_what", "has_code", "has_name", "has_texts", "has_more", "has_path", "has_plugins")


def _texts(rows: QuerySet, what: str, **columns: Any) -> QuerySet:
    """Return `rows` as seven texts each, so that tables of different shapes fit into one statement."""
    empty = Cast(Value(""), TextField())
    texts_of = {name: Cast(columns[name], TextField()) if name in columns else empty for name in _FIELDS[1:]}
    return rows.order_by().annotate(is_what=Cast(Value(what), TextField()), **texts_of).values_list(*_FIELDS)


def _described(viewer: User | ViewerParameter) -> "QuerySet[Model, tuple[str, ...]]":
    """Return institutions, cohorts, courses and programmes, as _FIELDS; of `viewer` (or `ViewerParameter`)."""
    institutions = Institution.objects.visible_to(viewer, *REPORTING_ROLES)
    cohorts = Cohort.objects.counted_for(viewer, *REPORTING_ROLES)
    place = {
        "has_code": "pk",
        "has_name": "name",
        "has_texts": "names",
        "has_more": "kind",
        "has_path": "path",
        "has_plugins": "plugins",
    }
    return _texts(institutions, "place", **place).union(
        _texts(cohorts, "cohort", has_code="pk", has_name="name", has_more="institution_id"),
        _texts(Course.objects.all(), "course", has_code="pk", has_name="slug", has_texts="titles"),
        _texts(
            Programme.objects.all(), "programme", has_code="pk", has_name="slug", has_texts="titles", has_more="courses"
        ),
        all=True,
    )


_DESCRIBED = Values(lambda: _described(ViewerParameter()), prepared=True)


Scopes = dict[tuple[int, str, str], Scope]
_kept: ContextVar[Scopes | None] = ContextVar("scopes", default=None)


@contextmanager
def kept_in(scopes: Scopes) -> Iterator[None]:
    """Keep in `scopes` what is read inside the block, for the next question of the same request."""
    token = _kept.set(scopes)
    try:
        yield
    finally:
        _kept.reset(token)


def scope_of(viewer: User, *, language: str) -> Scope:
    """Return everything that `viewer` may choose in a report, with names in `language`. One statement; none where it is
    kept.
    """
    kept, key = _kept.get(), (viewer.pk, viewer.within, language)
    if kept is not None and key in kept:
        return kept[key]
    described = _DESCRIBED.rows(viewer=viewer.pk) if fits_parameter(viewer) else _described(viewer)
    sorts: dict[str, list[tuple[str, ...]]] = {"place": [], "cohort": [], "course": [], "programme": []}
    for what, *texts in described:
        sorts[what].append(tuple(texts))
    scope = Scope(
        places={place.id: place for place in _places(sorts["place"], language)},
        cohorts={
            int(code): ScopedCohort(int(code), name, int(place))
            for code, name, _, place, *_ in sorted(sorts["cohort"], key=lambda row: row[1])
        },
        rows=sorts,
        language=language,
    )
    if kept is not None:
        kept[key] = scope
    return scope


def _places(rows: Iterable[tuple[str, ...]], language: str) -> list[ScopedInstitution]:
    """Return places in the order of the tree, siblings by name."""
    places = []
    for code, name, texts, kind, path, plugins in rows:
        *_above, parent, _own = ["", *path.rstrip("/").split("/")]
        named = json.loads(texts).get(language) or name
        above = int(parent) if parent else None
        places.append(ScopedInstitution(int(code), named, kind, path, above, json.loads(plugins)))
    names = {place.id: place.name.casefold() for place in places}
    return sorted(places, key=lambda place: [names.get(int(pk), "") for pk in place.path.rstrip("/").split("/")])


def _titles(rows: Iterable[tuple[str, ...]], language: str) -> list[Title]:
    titles = [
        Title(
            UUID(code),
            slug,
            in_language(json.loads(texts), language) or slug,
            tuple(UUID(pk) for pk in json.loads(more or "[]")),
        )
        for code, slug, texts, more, *_ in rows
    ]
    return sorted(titles, key=lambda title: title.name.casefold())
