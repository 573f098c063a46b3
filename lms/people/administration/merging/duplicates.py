"""Pairs of accounts that may be one person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from ...directory.institutions import Institution
from ...directory.models import User

ON_A_PAGE = 20
PAIRS = """
SELECT a.user_id, b.user_id, MAX(a.kind)
FROM people_likenesskey a
JOIN people_likenesskey b ON b.kind = a.kind AND b.key = a.key AND b.user_id > a.user_id
JOIN people_user p ON p.id = a.user_id AND p.merged_into_id IS NULL{here_p}
JOIN people_user q ON q.id = b.user_id AND q.merged_into_id IS NULL{here_q}
WHERE (
  a.kind = 'number'
  OR (a.kind = 'name' AND p.birth_year = q.birth_year)
  OR (a.kind = 'alike' AND (p.sex = q.sex OR p.sex = '' OR q.sex = ''))
  OR (
    a.kind = 'name'
    AND (p.birth_year IS NULL OR q.birth_year IS NULL)
    AND p.institution_id = q.institution_id
    AND (p.sex = q.sex OR p.sex = '' OR q.sex = '')
  )
) AND NOT EXISTS (SELECT 1 FROM people_apart x WHERE x.low_id = a.user_id AND x.high_id = b.user_id)
GROUP BY a.user_id, b.user_id ORDER BY a.user_id, b.user_id LIMIT %s OFFSET %s"""
"""A name counts with the year of birth; where one of them has none, within one institution and not across the sexes.
One that only sounds alike counts with the year, and not across the sexes. Of several reasons the best is given, which
is the last by its letters.
"""


@dataclass(frozen=True)
class Pair:
    """Two accounts, the older one first; `by_number` where their numbers are alike, `by_sound` where their names may be
    one in another spelling or script, else their names are the same.
    """

    first: User
    second: User
    by_number: bool
    by_sound: bool
    may_merge: bool


def pairs(viewer: User, institutions: Sequence[Institution], *, number: int) -> tuple[list[Pair], bool]:
    """Return the pairs of one page (from one) among people of `institutions`, which `viewer` administers, and whether
    others follow; among everybody for a superuser. Three statements, however many people there are.
    """
    marks = ", ".join(["%s"] * len(institutions)) or "NULL"
    here = "" if viewer.is_superuser else " AND {}.institution_id IN (" + marks + ")"
    ids = [] if viewer.is_superuser else [row.pk for row in institutions]
    with connection.cursor() as cursor:
        cursor.execute(
            PAIRS.format(here_p=here.format("p"), here_q=here.format("q")),
            [*ids, *ids, ON_A_PAGE + 1, (number - 1) * ON_A_PAGE],
        )
        rows = cursor.fetchall()
    people = User.objects.select_related("institution").in_bulk({pk for row in rows for pk in row[:2]})
    mine = managed(viewer, people)
    found = [
        Pair(people[low], people[high], kind == "number", kind == "alike", {low, high} <= mine)
        for low, high, kind in rows
        if low in people and high in people
    ]
    return found[:ON_A_PAGE], len(rows) > ON_A_PAGE


def managed(viewer: User, people: object) -> set[int]:
    """Return the primary keys among `people` whose account `viewer` may change, never their own."""
    theirs = User.objects.managed_by(viewer).exclude(pk=viewer.pk).filter(pk__in=list(people))  # type: ignore[call-overload]
    return set(theirs.values_list("pk", flat=True))
