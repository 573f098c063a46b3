"""All rules over courses. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..curriculum.files import CourseFiles
from . import across, care, options, plan, playing, translation
from .editions import Edition, Finding, Surroundings

RULES = (*plan.RULES, *options.RULES, *care.RULES, *translation.RULES, *playing.RULES)
TO_DO = frozenset({"unchecked"})
"""Rules whose findings are work for somebody else than the author, such as a lawyer: counted apart."""


@dataclass(frozen=True)
class Report:
    """Findings in one course; `accepted` are those that its source says stay, each with the reason."""

    findings: list[Finding] = field(default_factory=list)
    to_do: list[Finding] = field(default_factory=list)
    accepted: list[tuple[Finding, str]] = field(default_factory=list)


def check(courses: Sequence[CourseFiles], around: Surroundings, people: across.People) -> dict[str, Report]:
    """Return what was found in each course, by its key. A text that stands in two courses is found in the later one."""
    editions = {course.key: [Edition(course, language, around) for language in course.versions] for course in courses}
    found = {key: [one for edition in its for one in _of(edition, people)] for key, its in editions.items()}
    for key, finding in across.case_twice(its[0] for its in editions.values() if its):
        found[key].append(finding)
    return {course.key: _sorted(course, found[course.key]) for course in courses}


def _of(edition: Edition, people: across.People) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule(edition)
    yield from across.name_twice(edition, people)
    yield from across.name_again(edition, people)


def _sorted(course: CourseFiles, found: list[Finding]) -> Report:
    reasons = {
        (one["rule"], one["at"]): one["reason"]
        for version in course.versions.values()
        for one in version.get("accepted", [])
    }
    report = Report()
    for one in found:
        if reason := reasons.get((one.rule, str(one.place))):
            report.accepted.append((one, reason))
        else:
            (report.to_do if one.rule in TO_DO else report.findings).append(one)
    return report
