"""The statements of `counting`. Pure: text from numbers; whatever else they need are their parameters.

A kept place is counted with all others of its cohort and `shape`; of those who are behind, or whom the viewer sees
otherwise (`others`), it is taken off again, and they are ranked from their enrolments.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from . import ranking_sql
from .ranking_sql import COMPLETED
from .rules import Reason

PLACES = "teaching_place WHERE cohort_id = %(cohort)s AND shape = %(shape)s"
_COUNTS = """
WITH noted AS MATERIALIZED (
  SELECT learner_id FROM teaching_behind WHERE learner_id IS NOT NULL LIMIT {most_notes}
), others AS MATERIALIZED (
  SELECT learner_id FROM (
    SELECT learner_id FROM teaching_place WHERE cohort_id = %(cohort)s AND shape < %(shape)s
    UNION SELECT learner_id FROM teaching_place WHERE cohort_id = %(cohort)s AND shape > %(shape)s
    UNION SELECT learner_id FROM {places} AND institution IN ({elsewhere})
    UNION SELECT learner_id FROM teaching_place WHERE cohort_id = %(cohort)s AND learner_id IN ({exhausted})
    UNION SELECT p.learner_id FROM noted n
      JOIN teaching_place p ON p.cohort_id = %(cohort)s AND p.learner_id = n.learner_id
  ) AS each_of_them LIMIT {most}
), {begun}ranked AS MATERIALIZED (
  SELECT o.learner_id AS learner, u.institution_id AS unit, u.name, u.service_number, {enrolled_bits} AS enrolled_in,
    {completed_bits} AS completed, {done} AS done, {bits} AS bits
  FROM others o CROSS JOIN people_user u{enrolments} WHERE u.id = o.learner_id
), steps AS (
  SELECT done, SUM(SUM(number)) OVER (ORDER BY done) AS reached, SUM(SUM(number)) OVER () AS people FROM (
    SELECT done, COUNT(*) AS number FROM {places} GROUP BY done
    UNION ALL SELECT done, -1 FROM {places} AND learner_id IN (SELECT learner_id FROM others)
    UNION ALL SELECT done, 1 FROM ranked
  ) AS each_step GROUP BY done
), typical AS MATERIALIZED (
  SELECT MIN(CASE WHEN reached * 2 >= people THEN done END) + MIN(CASE WHEN reached * 2 > people THEN done END) AS twice
  FROM steps
)
SELECT {head} AS kind, NULL AS which, NULL AS unit, NULL AS enrolled, NULL AS completed,
  (SELECT twice FROM typical) AS people, (SELECT COUNT(*) FROM noted) AS overdue,
  NULL AS soon, NULL AS quiet, NULL AS slow, NULL AS unit_name, NULL AS name, NULL AS number
UNION ALL
SELECT {group}, institution, unit, enrolled, completed, people, overdue, soon, quiet, slow, i.name, NULL, NULL
FROM (
  SELECT institution, unit, enrolled, completed, COUNT(*) AS people, {reasons} FROM {places}
  GROUP BY institution, unit, enrolled, completed
) AS counted LEFT JOIN people_institution i ON i.id = unit
UNION ALL
SELECT {less}, institution, unit, enrolled, completed, COUNT(*), {reasons}, NULL, NULL, NULL FROM {places}
  AND learner_id IN (SELECT learner_id FROM others) GROUP BY institution, unit, enrolled, completed
UNION ALL
SELECT {person}, learner, unit, enrolled_in, ranked.completed, done, bits, NULL, NULL, NULL, i.name, ranked.name,
  service_number
FROM ranked LEFT JOIN people_institution i ON i.id = unit
"""
HEAD, GROUP, LESS, PERSON = range(4)
"""What a row of the counts is: the median, twice, and how many notes there are; places alike; such that were counted
though they are of others; and one of these others.
"""
_NOT_NEAR = "(due IS NULL OR due >= %(soon)s)"
_QUIET = "enrolled <> completed AND seen < %(quiet)s"
_SLOW = "enrolled <> completed AND seen >= %(quiet)s AND done * 200 < {behind} * {twice}"
_NOT_BEHIND = "seen >= %(quiet)s AND done * 200 >= {behind} * {twice}"
_REASONS = (
    "COUNT(*) FILTER (WHERE due < %(now)s) AS overdue, "
    "COUNT(*) FILTER (WHERE due >= %(now)s AND due < %(soon)s) AS soon, "
    f"COUNT(*) FILTER (WHERE {_QUIET} AND {_NOT_NEAR}) AS quiet, "
    f"COUNT(*) FILTER (WHERE {_SLOW} AND {_NOT_NEAR}) AS slow"
)
_OTHERS = ("others o CROSS JOIN progress_enrolment e", "e.learner_id = o.learner_id AND ")
"""SQLite takes a CROSS JOIN in this order, the few others first; else it went through all people and all enrolments of
the courses.
"""
_IS = {
    Reason.OVERDUE: "due < %(now)s",
    Reason.NO_ATTEMPT_LEFT: "1 = 0",
    Reason.DUE_SOON: "due >= %(now)s AND due < %(soon)s",
    Reason.QUIET: f"{_QUIET} AND {_NOT_NEAR}",
    Reason.SLOW: f"{_SLOW} AND {_NOT_NEAR}",
    Reason.ON_TRACK: f"{_NOT_NEAR} AND (enrolled = 0 OR (enrolled <> completed AND {_NOT_BEHIND}))",
    Reason.COMPLETED: "enrolled <> 0 AND enrolled = completed",
}
"""What is true of a kept place that is listed for a reason. Whose attempts are used up is not kept."""
_ATTENTION = f"(due < %(soon)s OR ({_QUIET}) OR ({_SLOW}))"
_STRETCH = """SELECT * FROM (
  SELECT {place} AS stretch, learner_id, sorted, done FROM {places}{condition}
  ORDER BY {order} LIMIT {number} OFFSET {first}
) AS stretch{place}"""
_ORDERS = {"done": "done, sorted"}


def counts(
    *,
    ways: int,
    totals: Mapping[int, int],
    institutions: Collection[int] | None,
    exhausted: Mapping[int, int],
    behind: int,
    elsewhere: Collection[int],
    most: int,
    most_notes: int,
) -> str:
    """Return the statement for so many courses, `ways`; `exhausted` are enrolments with an activity that was failed for
    good, with their learners. Parameters: cohort, shape, course0 …, now, soon and quiet (microseconds, of kept places),
    now_at, soon_at and quiet_at (of enrolments).
    """
    begun = ranking_sql.begun(ways, totals, institutions, exhausted, people=_OTHERS) if ways else ""
    return _COUNTS.format(
        places=PLACES,
        begun=_of_enrolments(begun),
        enrolments=" LEFT JOIN latest ON enrolled = o.learner_id" if ways else "",
        enrolled_bits=_mask("way{place} IS NOT NULL", ways),
        completed_bits=_mask(f"way{{place}} & {COMPLETED} <> 0", ways),
        done=ranking_sql.done(ways),
        bits=ranking_sql.bits(ways),
        reasons=_REASONS.format(twice="(SELECT twice FROM typical)", behind=int(behind)),
        elsewhere=ranking_sql.listed(elsewhere),
        exhausted=ranking_sql.listed(set(exhausted.values())),
        most=int(most),
        most_notes=int(most_notes),
        head=HEAD,
        group=GROUP,
        less=LESS,
        person=PERSON,
    )


def _of_enrolments(text: str) -> str:
    """Return the statement with the names of moments as enrolments have them."""
    for name in ("now", "soon", "quiet"):
        text = text.replace(f"%({name})s", f"%({name}_at)s")
    return text


def _mask(condition: str, ways: int) -> str:
    """Return a bit for each course of which `condition` is true."""
    each = (f"CASE WHEN {condition.format(place=place)} THEN {1 << place} ELSE 0 END" for place in range(ways))
    return " + ".join(each) or "0"


@dataclass(frozen=True)
class Stretch:
    """Kept places that are listed for a `reason` (None: for any), from the place `first` on, so many."""

    reason: Reason | None
    first: int
    number: int


def stretches(
    wanted: Sequence[Stretch],
    *,
    sort: str,
    attention: bool,
    unit: bool,
    twice: int,
    behind: int,
    others: Collection[int],
) -> str:
    """Return rows of `wanted`, each in the order `sort` of `standing.SORTS`: which stretch, learner, what they are
    sorted by, and the activities done. Parameters: cohort, shape, now, soon, quiet, and unit where one is asked for.
    """
    more = f" AND learner_id NOT IN ({ranking_sql.listed(others)})" if others else ""
    more += " AND unit = %(unit)s" if unit else ""
    return " UNION ALL ".join(
        _STRETCH.format(
            place=place,
            places=PLACES,
            condition=_condition(one.reason, attention, twice, behind) + more,
            order=_ORDERS.get(sort, "sorted"),
            number=int(one.number),
            first=int(one.first),
        )
        for place, one in enumerate(wanted)
    )


def _condition(reason: Reason | None, attention: bool, twice: int, behind: int) -> str:
    condition = _IS[reason] if reason is not None else _ATTENTION if attention else ""
    return f" AND ({condition.format(twice=int(twice), behind=int(behind))})" if condition else ""
