"""Search of an administrator among their people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from ...directory.choices import STAFF, STAFF_ROLES
from ...directory.institutions import Institution
from ...directory.models import Cohort, CohortMember, Membership, User, UserQuerySet
from .models import SearchWord, SearchWordQuerySet
from .search_words import query_words

MOST_WORDS = 6
NO_ROLE = "none"
ON_A_PAGE = 50

Rows = TypeVar("Rows", bound=QuerySet[Any])


class PeopleSearch(TypedDict, total=False):
    """Cleaned form of a search for people: words, and what narrows them; empty values narrow nothing."""

    q: str
    cohort: Cohort | None
    role: str
    state: str
    institution: Institution | None


@dataclass(frozen=True)
class PeoplePage:
    """People of one page, and whether others follow."""

    people: list[User]
    more: bool


def search_people(viewer: User, asked: PeopleSearch, institutions: Sequence[Institution]) -> UserQuerySet:
    """Return the people of `institutions`, which `viewer` administers, who match the cleaned form, by name; everybody
    for a superuser. Each says in the attributes of `STAFF` what they do at these.
    """
    people = User.objects.select_related("institution").filter(_at(viewer, asked, institutions))
    people = of_words(people, asked.get("q") or "", words=SearchWord.objects.all())
    if asked.get("cohort"):
        people = people.filter(Exists(CohortMember.objects.filter(user=OuterRef("pk"), cohort=asked["cohort"])))
    held = Membership.objects.in_force().filter(user=OuterRef("pk"))
    if not viewer.is_superuser:
        held = held.filter(institution__in=[row.pk for row in institutions])
    if asked.get("role") == NO_ROLE:
        people = people.exclude(Exists(held.filter(role__in=STAFF_ROLES)))
    elif asked.get("role"):
        people = people.filter(Exists(held.filter(role=asked["role"])))
    people = people.annotate(**{one.attribute: Exists(held.filter(role=one.role)) for one in STAFF})
    return _of_state(people, asked.get("state") or "").order_by("name", "pk")


def of_words(rows: Rows, text: str, *, person: str = "pk", words: SearchWordQuerySet | None = None) -> Rows:
    """Return those of `rows` whose `person` matches every word of `text`, each as the beginning of one of `words`: by
    default of the name and the service number.
    """
    words = SearchWord.objects.open_to_staff() if words is None else words
    for word in query_words(text)[:MOST_WORDS]:
        rows = rows.filter(**{f"{person}__in": words.beginning(word).values("user_id")})
    return rows


def _at(viewer: User, asked: PeopleSearch, institutions: Sequence[Institution]) -> Q:
    at = asked.get("institution")
    if at is not None:
        return Q(institution__in=[row.pk for row in institutions if (row.path or "").startswith(at.path or "-")])
    return Q() if viewer.is_superuser else Q(institution__in=[row.pk for row in institutions])


def _of_state(people: UserQuerySet, state: str) -> UserQuerySet:
    if state == "never":
        return people.filter(last_login=None)
    return people.filter(is_active=state == "active") if state else people


def people_page(people: UserQuerySet, *, number: int) -> PeoplePage:
    """Return the page of this `number`, from one. No count: the statement costs the same however many people there
    are.
    """
    start = (number - 1) * ON_A_PAGE
    rows = list(people[start : start + ON_A_PAGE + 1])
    return PeoplePage(rows[:ON_A_PAGE], len(rows) > ON_A_PAGE)
