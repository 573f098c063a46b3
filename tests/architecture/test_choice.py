"""Choice of the database on which a test passes: none is left out, and what is about SQLite meets it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import choice

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]
BOTH = {"sqlite", "postgresql"}


@dataclass
class Case:
    """A test as `tests.choice` reads it."""

    marks: set[str] = field(default_factory=set)
    fixturenames: list[str] = field(default_factory=list)
    nodeid: str = "tests/quiz/test_pages.py::test_page"

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None


@pytest.mark.parametrize(
    ("case", "once", "everywhere"),
    [
        (Case(), {"sqlite"}, {"sqlite"}),
        (Case(fixturenames=["db"]), {"postgresql"}, BOTH),
        (Case({"django_db"}), {"postgresql"}, BOTH),
        (Case({"django_db", "once"}), {"sqlite"}, {"sqlite"}),
        (Case({"django_db", "sweep"}), {"postgresql"}, {"sqlite"}),
        (Case({"django_db"}, nodeid="tests/journeys/test_learner.py::test_learns"), BOTH, BOTH),
        (Case({"django_db", "sweep"}, nodeid="tests/journeys/test_killed.py::test_killed"), BOTH, BOTH),
        (Case({"once"}, nodeid="tests/journeys/test_sweeps.py::test_sweep"), {"sqlite"}, {"sqlite"}),
    ],
)
def test_a_test_passes_on_the_database_that_it_meets(case, once, everywhere):
    assert choice.databases(case, everything=False) == once
    assert choice.databases(case, everything=True) == everywhere


def test_no_test_that_is_found_is_left_out(request):
    """The choice for both databases of those that this run found; without `TEST_EACH` it leaves none out itself."""
    for item in request.session.items:
        assert choice.databases(item, everything=False), item.nodeid
        assert choice.databases(item, everything=True) >= choice.databases(item, everything=False) - {"postgresql"}


def test_what_is_about_sqlite_alone_meets_it():
    of_sqlite = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if re.search(r'skipif\(\s*connection\.vendor != "sqlite"', path.read_text("utf-8"))
    ]
    assert of_sqlite
    assert [path for path in of_sqlite if not path.startswith(choice.ON_BOTH)] == []


def test_each_path_of_the_choice_is_there():
    assert [path for path in choice.ON_BOTH if not (ROOT / path).exists()] == []
    assert list(choice.ON_BOTH) == sorted(choice.ON_BOTH)


def test_each_room_whose_tests_meet_a_database_is_tried_on_sqlite():
    """The rooms of which all other tests pass on PostgreSQL."""
    rooms = {path.split("/")[1] for path in choice.ON_BOTH}
    meeting = {
        path.relative_to(ROOT).parts[1]
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"\bas_\b|\bdb\b|django_db", text := path.read_text("utf-8")) and "mark.once" not in text
    }
    assert meeting - rooms - {"authorisation", "bench", "browser", "contracts", "docs", "interface", "text"} == set()
