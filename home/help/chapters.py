"""Pages of the book by the addresses that they help with, room by room."""

from collections.abc import Sequence
from functools import lru_cache

from .book import INDEX

# The address with the most parts in common counts; `*` is any one part.
PAGES = {
    # lms.learning
    "learn": "learning",
    "learn/programmes": "programmes",
    "x/sessions": "sessions",
    "x/sessions/mine": "attendance",
    "x/sessions/contests": "attendance",
    "x/sessions/*/attendance": "attendance",
    "x/sessions/*/board": "attendance",
    "x/sessions/*/here": "attendance",
    "x/sessions/*/sheet": "attendance",
    # lms.desks
    "teach": "teaching",
    "teach/assign": "assignments",
    "teach/assignments": "assignments",
    "teach/attempts": "results",
    "teach/enrolments": "results",
    "teach/extend": "assignments",
    "teach/people": "results",
    "teach/remind": "teaching",
    "teach/withdraw": "assignments",
    "teach/today": "teaching",
    "teach/late": "quiz-results",
    "teach/locked": "conditions",
    "after": "after-courses",
    "reports": "reports",
    "reports/after": "after-courses",
    "reports/indicators": "indicators",
    "reports/saved": "saved-reports",
    "reports/more/quiz_gain": "statistics-gain",
    "notices": "notices",
    "offline": "learning",
    "x/conversations": "conversations",
    "x/calendar": "calendar",
    "privacy": "account",
    "search": "learning",
    # lms.people
    "files": "account",
    "academy": "administrator-days",
    "academy/after": "after-courses",
    "academy/found": "academies",
    "academy/people/lists": "people-lists",
    "account": "account",
    "activate": "account",
    "e-mail": "account",
    "language": "account",
    "password": "account",
    "profile": "account",
    "sign-in": "account",
    "sign-on": "account",
    # courses
    "library": "learning",
    "forms": "procedures",
    "procedure": "procedures",
    "procedures": "procedures",
    "library/*": "course-packages",
    "glossary": "course-packages",
    # assessments
    "x/quiz": "marking",
    "x/quiz/contest": "contests",
    "x/quiz/marking/contests": "contests",
    "x/quiz/exam": "exams",
    "x/quiz/exams": "exams",
    "x/quiz/exams/*/room": "exam-room",
    "x/quiz/exams/*/minutes": "exam-room",
    "x/quiz/exams/minutes": "exam-room",
    "x/assignment": "hand-ins",
    "x/observation": "checklists",
    "x/refreshers": "refreshers",
    "x/scenario": "scenarios",
    "x/simulation": "simulations",
    "x/simulation/case": "simulation-writing",
    "x/simulation/plan": "simulation-running",
    "x/simulation/runs": "simulation-running",
    "x/simulation/runs/*/debrief": "simulation-debrief",
    # certificates
    "certificates": "certificates",
    "certificates/designs": "certificate-designs",
    "verify": "certificates",
    # home
    "operation": "operation",
}


@lru_cache(maxsize=1024)
def chapter_for(path: str) -> str:
    """Return the name of the page that helps at `path`, as `/teach/assign/`; the index where none does."""
    parts = path.strip("/").split("/")
    fitting = [pattern for pattern in PAGES if _fits(pattern.split("/"), parts)]
    return PAGES[max(fitting, key=lambda pattern: pattern.count("/"))] if fitting else INDEX


def _fits(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    return len(pattern) <= len(parts) and all(
        wanted in ("*", part) for wanted, part in zip(pattern, parts, strict=False)
    )
