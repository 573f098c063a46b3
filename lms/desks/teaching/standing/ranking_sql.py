"""The statement of `ranking.rank`. Pure: text from numbers; whatever else it needs are its parameters.

Each person's latest enrolment in a course is one number: the enrolment, below it the activities done (twelve bits), and
below these six bits of what is to be said of it. So the latest of several is the highest number, and a course costs
one column and no sorting. All columns of a person are put together by OR.
"""

from collections.abc import Collection, Mapping

from .filters import Filters
from .rules import Reason

COMPLETED, DUE_SOON, OVERDUE, NO_ATTEMPT_LEFT, OPEN, LATELY = (1 << place for place in range(6))
DONE_AT, MOST_DONE, ENROLMENT_AT = 6, (1 << 12) - 1, 18

_WHOLE = """
WITH {begun}weighed AS MATERIALIZED (
  SELECT m.user_id AS learner, u.institution_id AS unit, u.name, u.service_number{ways}, {done} AS done, {bits} AS bits
  FROM people_cohortmember m JOIN people_user u ON u.id = m.user_id{enrolments}
  WHERE m.cohort_id = %(cohort)s
), steps AS (
  SELECT done, SUM(COUNT(*)) OVER (ORDER BY done) AS reached, SUM(COUNT(*)) OVER () AS people FROM weighed GROUP BY done
), judged AS MATERIALIZED (
  SELECT learner, unit, name, service_number{ways}, done, {reason} AS reason FROM weighed CROSS JOIN (
    SELECT MIN(CASE WHEN reached * 2 >= people THEN done END) + MIN(CASE WHEN reached * 2 > people THEN done END)
      AS twice_typical FROM steps
  ) AS cohort
), grouped AS MATERIALIZED (
  SELECT reason, unit, COUNT(*) AS number{completed} FROM judged GROUP BY reason, unit
), chosen AS NOT MATERIALIZED (
  SELECT learner, unit, name, service_number{ways}, reason, {key} AS sorted FROM judged{filters}
), reached AS (
  SELECT sorted, SUM(SUM(number)) OVER (ORDER BY sorted) AS people FROM {counted} GROUP BY sorted
), page AS (
  SELECT learner, unit, name, service_number{ways}, reason, sorted, {folded} AS folded
  FROM chosen{span}
  ORDER BY sorted, folded, {number} LIMIT %(number)s OFFSET %(first)s{before}
)
SELECT 0 AS place, reason, unit, number, i.name AS name, NULL AS service_number{ways}
FROM grouped LEFT JOIN people_institution i ON i.id = unit
UNION ALL
SELECT ROW_NUMBER() OVER (ORDER BY sorted, folded, {number}), reason, unit, learner, name, service_number{ways}
FROM page
"""
_REASON = f"""CASE WHEN bits & {OPEN | COMPLETED} = {COMPLETED} THEN {Reason.COMPLETED:d}
  WHEN bits & {OVERDUE} <> 0 THEN {Reason.OVERDUE:d} WHEN bits & {NO_ATTEMPT_LEFT} <> 0 THEN {Reason.NO_ATTEMPT_LEFT:d}
  WHEN bits & {DUE_SOON} <> 0 THEN {Reason.DUE_SOON:d}
  WHEN bits & {OPEN | LATELY} = {OPEN} THEN {Reason.QUIET:d}
  WHEN bits & {OPEN} <> 0 AND done * 200 < {{behind}} * twice_typical THEN {Reason.SLOW:d}
  ELSE {Reason.ON_TRACK:d} END"""
_BEGUN = """latest AS (
  SELECT enrolled{latest} FROM (
    SELECT e.learner_id AS enrolled, e.course_id AS course, {way} AS way
    FROM {people}
    WHERE {of}e.course_id IN ({courses}){seen}
  ) AS each_way GROUP BY enrolled
), """
_EVERYBODY = (
    "people_cohortmember m JOIN progress_enrolment e ON e.learner_id = m.user_id",
    "m.cohort_id = %(cohort)s AND ",
)
_ENROLMENTS = " LEFT JOIN latest ON enrolled = m.user_id"
_LATEST = ", MAX(way) FILTER (WHERE course = %(course{place})s) AS way{place}"
_WAY = f"""(e.id << {ENROLMENT_AT}) | (({{total}} - e.remaining) << {DONE_AT}) | CASE
      WHEN e.completed_at IS NOT NULL THEN {COMPLETED} ELSE {OPEN} + CASE
      WHEN e.due_at < %(now)s THEN {OVERDUE} WHEN e.due_at < %(soon)s THEN {DUE_SOON} ELSE 0 END{{exhausted}} END
      + CASE WHEN COALESCE(e.seen_at, e.enrolled_at) < %(quiet)s THEN 0 ELSE {LATELY} END"""
_EXHAUSTED = f" + CASE WHEN e.id IN ({{ids}}) THEN {NO_ATTEMPT_LEFT} ELSE 0 END"
_SEEN = " AND (e.institution_id IN ({ids}) OR e.completed_at IS NOT NULL)"
_SEEN_WAY = """CASE WHEN e.institution_id IN ({ids}) OR EXISTS (
      SELECT 1 FROM people_user p WHERE p.id = e.learner_id AND p.institution_id IN ({ids})) THEN {way} END"""
_SPAN = """
  WHERE sorted >= (SELECT MIN(sorted) FROM reached WHERE people > %(first)s)
  AND sorted <= COALESCE((SELECT MIN(sorted) FROM reached WHERE people >= %(last)s), 1000000)"""
_COUNTED = {
    "attention": "(SELECT reason AS sorted, number FROM grouped{filters}) AS steps_of_reasons",
    "done": "(SELECT sorted, 1 AS number FROM chosen) AS steps_of_people",
}
"""How many people there are of each step of an order: reasons were counted for the groups."""
_BEFORE = " - COALESCE((SELECT MAX(people) FROM reached WHERE people <= %(first)s), 0)"
_LAST_SEEN = "(SELECT MAX(seen_at) FROM progress_enrolment WHERE id IN ({ids}))"
_NEVER = {"sqlite": "''", "postgresql": "'-infinity'::timestamptz"}
_FOLDED = {
    "sqlite": "CASE WHEN LENGTH(name) = LENGTH(CAST(name AS BLOB)) THEN LOWER(name) ELSE casefold(name) END",
    "postgresql": 'LOWER(name) COLLATE "C"',
}
_NUMBER = {"sqlite": "service_number", "postgresql": 'service_number COLLATE "C"'}


def statement(
    *,
    ways: int,
    totals: Mapping[int, int],
    institutions: Collection[int] | None,
    exhausted: Collection[int],
    behind: int,
    filters: Filters,
    vendor: str,
) -> str:
    """Return the statement for so many courses, `ways`. Parameters: cohort, course0 …, now, soon, quiet, unit, first,
    last and number.

    Its rows are either groups (0, reason, unit, people, name of the unit, nothing, and for each course how many have
    completed it) or people (place, reason, unit, learner, name, service number, and for each course the way).
    """
    columns = [f"way{place}" for place in range(ways)]
    return _WHOLE.format(
        begun=begun(ways, totals, institutions, exhausted) if ways else "",
        enrolments=_ENROLMENTS if ways else "",
        ways="".join(f", {column}" for column in columns),
        done=done(ways),
        bits=bits(ways),
        reason=_REASON.format(behind=int(behind)),
        key=_key(filters, columns, vendor),
        filters=_filters(filters),
        folded=_FOLDED[vendor],
        number=_NUMBER[vendor],
        counted=_COUNTED.get(filters.sort, _COUNTED["done"]).format(filters=_filters(filters)),
        span=_SPAN if filters.sort in _COUNTED else "",
        before=_BEFORE if filters.sort in _COUNTED else "",
        completed="".join(f", CAST(SUM({column} & {COMPLETED}) AS bigint) AS {column}" for column in columns),
    )


def done(ways: int) -> str:
    """Return the activities done in all courses."""
    return " + ".join(f"COALESCE((way{place} >> {DONE_AT}) & {MOST_DONE}, 0)" for place in range(ways)) or "0"


def bits(ways: int) -> str:
    """Return the SQL for the bits that are set for any of the courses."""
    return " | ".join(f"COALESCE(way{place} & {2 * LATELY - 1}, 0)" for place in range(ways)) or "0"


def begun(
    ways: int,
    totals: Mapping[int, int],
    institutions: Collection[int] | None,
    exhausted: Collection[int],
    *,
    people: tuple[str, str] = _EVERYBODY,
) -> str:
    """Return the latest ways of each of `people`: a table with their enrolments `e`, and its condition. An enrolment
    elsewhere is seen where it is complete and its learner is here now: rows that cannot be are left out first, and the
    person is looked up for those alone that come from elsewhere.
    """
    way, seen = _WAY.format(total=_total(totals), exhausted=_if_any(_EXHAUSTED, exhausted)), ""
    if institutions is not None:
        ids = listed(institutions)
        way, seen = _SEEN_WAY.format(ids=ids, way=way), _SEEN.format(ids=ids)
    latest = "".join(_LATEST.format(place=place) for place in range(ways))
    courses = ", ".join(f"%(course{place})s" for place in range(ways))
    table, of = people
    return _BEGUN.format(latest=latest, way=way, courses=courses, seen=seen, people=table, of=of)


def listed(numbers: Collection[int]) -> str:
    """Return `numbers` with commas; a list with nothing in it where there are none."""
    return ", ".join(str(int(number)) for number in numbers) or "NULL"


def _if_any(text: str, numbers: Collection[int]) -> str:
    return text.format(ids=listed(numbers)) if numbers else ""


def _total(totals: Mapping[int, int]) -> str:
    """Return the required activities of an enrolment's release."""
    each = " ".join(f"WHEN {int(release)} THEN {int(total)}" for release, total in totals.items())
    return f"CASE e.release_id {each} ELSE e.remaining END" if each else "e.remaining"


def _key(filters: Filters, columns: list[str], vendor: str) -> str:
    """Return the SQL by which people are sorted, before their names."""
    if filters.sort == "seen" and columns:
        ids = ", ".join(f"{column} >> {ENROLMENT_AT}" for column in columns)
        return f"COALESCE({_LAST_SEEN.format(ids=ids)}, {_NEVER[vendor]})"
    return {"attention": "reason", "done": "done"}.get(filters.sort, "0")


def _filters(filters: Filters) -> str:
    """Return the WHERE clause for the people on the page."""
    conditions = [f"reason < {Reason.ON_TRACK:d}"] if filters.attention else []
    conditions += ["unit = %(unit)s"] if filters.unit is not None else []
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""
