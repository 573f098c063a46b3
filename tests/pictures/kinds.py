"""The kinds of page, who sees each, and how it is reached. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of page: `who` opens `start` and then, for each of `links`, the first address on the page that it matches
    whole. In a pattern `HERE` is the number in the address of the page that one is on.

    `who` is a role of the demo school, one of `NEWCOMERS`, or nobody.
    """

    name: str
    who: str
    start: str
    links: tuple[str, ...] = ()


NEWCOMERS = ("new learner", "new instructor", "new coordinator")
"""People with long names at an academy with a long name, who have nothing yet: their pages are empty."""

COURSE, COHORT, PERSON = r"/learn/[\w-]+/", r"/teach/cohorts/\d+/", r"/teach/people/\d+/"
ACTIVITY, CERTIFICATE, EDIT = COURSE + r"[\w-]+/", r"/certificates/[\w-]{8,}/", r"/admin/pages/\d+/edit/"

KINDS = (
    Kind("home", "", "/"),
    Kind("sign-in", "", "/sign-in/"),
    Kind("password-forgotten", "", "/password/forgotten/"),
    Kind("verify-ask", "", "/certificates/verify/"),
    Kind("not-found", "", "/nowhere/"),
    Kind("my-learning", "learner", "/learn/"),
    Kind("my-learning-empty", "new learner", "/learn/"),
    Kind("course", "learner", "/learn/", (COURSE,)),
    Kind("lesson", "learner", "/learn/", (COURSE, COURSE + r"(?!quiz|exercise|results)[\w-]+/")),
    Kind("exercise", "learner", "/learn/smuggling-and-trafficking/", (COURSE + r"exercise[\w-]*/",)),
    Kind("quiz", "learner", "/learn/", (COURSE, COURSE + r"quiz[\w-]*/")),
    Kind("my-results", "learner", "/learn/my/results/"),
    Kind("my-results-empty", "new learner", "/learn/my/results/"),
    Kind("no-connection", "", "/offline/"),
    Kind("library", "learner", "/library/"),
    Kind("certificates", "learner", "/certificates/"),
    Kind("certificates-empty", "new learner", "/certificates/"),
    Kind("verify", "learner", "/certificates/", (r"/certificates/verify/[\w-]+/",)),
    Kind("password", "learner", "/password/"),
    Kind("e-mail", "learner", "/e-mail/"),
    Kind("today", "instructor", "/teach/today/"),
    Kind("cohorts", "instructor", "/teach/"),
    Kind("cohorts-empty", "new instructor", "/teach/"),
    Kind("cohort", "instructor", "/teach/", (COHORT,)),
    Kind("people-of-a-cohort", "instructor", "/teach/", (COHORT, COHORT + "people/")),
    Kind("certificates-of-a-cohort", "instructor", "/teach/", (COHORT, "/certificates/all/")),
    Kind("replaced", "coordinator", "/certificates/all/?state=replaced", (r"/certificates/[\w-]{8,}/",)),
    Kind("revoked", "coordinator", "/certificates/all/?state=revoked", (r"/certificates/[\w-]{8,}/",)),
    Kind("sessions", "instructor", "/x/sessions/"),
    Kind("session", "instructor", "/x/sessions/?when=past", (r"/x/sessions/\d+/",)),
    Kind("attendance", "instructor", "/x/sessions/?when=past", (r"/x/sessions/\d+/", r"/x/sessions/\d+/attendance/")),
    Kind("attendance-contested", "instructor", "/x/sessions/contests/", (r"/x/sessions/contests/\d+/",)),
    Kind("calendar", "learner", "/x/calendar/"),
    Kind("calendar-address", "learner", "/x/calendar/address/"),
    Kind("search", "learner", "/search/?q=consent"),
    Kind("my-sessions", "learner", "/x/sessions/mine/"),
    Kind("exam-room", "instructor", "/x/quiz/exams/", (r"/x/quiz/exams/\d+/", r"/x/quiz/exams/\d+/room/")),
    Kind("exam-minutes", "instructor", "/x/quiz/exams/", (r"/x/quiz/exams/\d+/", r"/x/quiz/exams/\d+/minutes/")),
    Kind("refreshers", "learner", "/x/refreshers/"),
    Kind("refresher", "learner", "/x/refreshers/", (r"/x/refreshers/\d+/",)),
    Kind("checklists", "instructor", "/x/observation/"),
    Kind("observation", "instructor", "/x/observation/", (r"/x/observation/[0-9a-f-]{36}/",)),
    Kind("my-checklists", "learner", "/x/observation/mine/"),
    Kind("messages", "instructor", "/x/conversations/"),
    Kind("message", "instructor", "/x/conversations/", (r"/x/conversations/\d+/",)),
    Kind("my-messages", "learner", "/x/conversations/mine/"),
    Kind("ask", "learner", "/x/conversations/ask/"),
    Kind(
        "write-to-people",
        "instructor",
        "/teach/",
        (COHORT, COHORT + "more/conversations/", r"/x/conversations/write/\d+/"),
    ),
    Kind("reported-message", "administrator", "/x/conversations/reports/", (r"/x/conversations/reports/\d+/",)),
    Kind("person", "instructor", "/teach/", (COHORT, PERSON)),
    Kind("assign", "instructor", "/teach/assign/"),
    Kind("assignments", "instructor", "/teach/assignments/"),
    Kind("assignments-empty", "new instructor", "/teach/assignments/"),
    Kind("late", "instructor", "/teach/late/"),
    Kind("to-mark", "instructor", "/x/quiz/marking/"),
    Kind("to-mark-empty", "new instructor", "/x/quiz/marking/"),
    Kind("mark", "instructor", "/x/quiz/marking/", (r"/x/quiz/marking/\d+/[\w-]+/",)),
    Kind("contests", "instructor", "/x/quiz/marking/contests/"),
    Kind("contest", "instructor", "/x/quiz/marking/contests/", (r"/x/quiz/marking/contests/\d+/[\w-]+/",)),
    Kind("exams", "instructor", "/x/quiz/exams/"),
    Kind("exams-empty", "new instructor", "/x/quiz/exams/"),
    Kind("exam-planned", "instructor", "/x/quiz/exams/", (r"/x/quiz/exams/\d+/",)),
    Kind("exam-over", "instructor", "/x/quiz/exams/1/"),
    Kind("exam-cards", "instructor", "/x/quiz/exams/", (r"/x/quiz/exams/\d+/", r"/x/quiz/exams/\d+/sheet/")),
    Kind(
        "plan-an-exam",
        "instructor",
        "/teach/",
        (
            COHORT,
            r"/x/quiz/exams/plan/\d+/",
        ),
    ),
    Kind("exceptions", "instructor", "/teach/", (COHORT, r"/x/quiz/exams/exceptions/\d+/")),
    Kind("overview", "coordinator", "/reports/"),
    Kind("overview-region", "regional coordinator", "/reports/"),
    Kind("overview-empty", "new coordinator", "/reports/"),
    Kind("completion", "coordinator", "/reports/completion/?by=institution"),
    Kind("completion-list", "coordinator", "/reports/completion/list/"),
    Kind("completion-by-month", "regional coordinator", "/reports/completion/?by=month&sex=F"),
    Kind("completion-list-empty", "new coordinator", "/reports/completion/list/"),
    Kind("gain", "coordinator", "/reports/more/quiz_gain/"),
    Kind("admin", "editor", "/admin/"),
    Kind("admin-groups", "superuser", "/admin/groups/"),
    Kind("admin-reviewer", "reviewer", "/admin/"),
    Kind("admin-lesson", "reviewer", "/admin/courses/submissions/1/", (EDIT,)),
    Kind("admin-quiz", "editor", "/admin/", (r"/admin/pages/\d+/", r"/admin/pages/(?!HERE)\d+/edit/")),
    Kind("admin-questions", "editor", "/admin/snippets/questions/question/"),
    Kind(
        "admin-question",
        "editor",
        "/admin/snippets/questions/question/",
        (r"/admin/snippets/questions/question/edit/\d+/",),
    ),
    Kind("admin-statistics", "superuser", "/admin/quiz-statistics/", (r"/admin/quiz-statistics/[\w-]{36}/",)),
    Kind("operation", "superuser", "/operation/"),
    Kind("admin-submissions", "reviewer", "/admin/courses/submissions/"),
)
IN_THE_README = {"my-learning": "desktop", "overview": "desktop"}
"""The pictures that the README shows, and in which shape."""


def missing_link(kind: Kind, opened: Callable[[str], str]) -> str | None:
    """Open `kind` by `opened`, which takes an address and returns its HTML;
    returns the link that a page on the way lacks, if one does.
    """
    source, address = opened(kind.start), kind.start
    for pattern in kind.links:
        wanted = pattern.replace("HERE", "/".join(re.findall(r"\d+", address)) or "x")
        addresses = (found for found in re.findall(r'href="([^"#?]+)', source) if re.fullmatch(wanted, found))
        address = next(addresses, None)  # type: ignore[assignment]
        if address is None:
            return pattern
        source = opened(address)
    return None
