"""The house keeps its rules, and each rule catches the breach it is there for."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps

from lms.foundation.work.queueing import task_called

from . import addresses, house, templates

pytestmark = pytest.mark.once


def test_every_app_stands_on_a_floor():
    assert house.homeless_apps(config.name for config in apps.get_app_configs()) == []


def test_no_foreign_key_points_upwards():
    assert house.upward_foreign_keys() == []


def test_no_modules_import_one_another():
    assert house.circles() == []


def test_every_task_that_is_queued_is_there():
    queued = house.queued_tasks()
    assert len(queued) > 8
    assert [name for name in queued if task_called(name).name != name] == []


def test_no_template_reaches_upwards():
    assert house.upward_templates() == []


def test_no_address_is_named_upwards():
    assert addresses.namespaces().items() >= {"teach": "lms.desks.teaching", "learn": "lms.learning.progress"}.items()
    assert {"courses", "reports", "certificates", "quiz"} <= addresses.namespaces().keys()
    assert (
        addresses.bare_names().items()
        >= {"landing": "home", "sign-in": "lms.people", "courses_plan": "courses"}.items()
    )
    assert addresses.upward_addresses() == []


def test_nobody_reaches_into_the_registries():
    assert house.private_names() >= {"_entries", "_receivers", "_filters", "_providers", "_packages"}
    assert house.forced_sockets() == []


def test_nobody_calls_a_plugin_by_its_name():
    assert house.called_by_name() == []


def test_every_room_is_read_by_mypy():
    assert house.untyped_rooms() == []


def test_no_file_is_long():
    assert house.long_files() == []


def test_no_view_is_long():
    assert house.long_views() == []


def test_no_template_has_more_long_lines_than_before():
    assert templates.too_many_long_lines() == []


def test_no_stylesheet_knows_left_from_right():
    assert house.physical_directions() == []


def test_every_sentence_is_found_by_those_who_translate():
    assert house.unheard_sentences() == []


def test_what_is_said_of_security_is_shown_by_tests_that_exist():
    pages = sorted(file.name for file in (house.ROOT / "docs" / "run").glob("security*.md"))
    assert [missing for page in pages for missing in house.missing_proofs(page)] == []


def test_the_top_level_holds_exactly_what_it_should():
    names = subprocess.run(
        ["git", "ls-files"], cwd=house.ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    top = {name.partition("/")[0] for name in names}
    wanted = {
        "lms",
        "courses",
        "assessments",
        "certificates",
        "home",
        "locale",
        "tests",
        "docs",
        "deploy",
        "manage.py",
        "pyproject.toml",
        "Makefile",
    }
    files = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}
    assert {name for name in top if not name.startswith((".", "requirements"))} - files == wanted


class TestBreaches:
    """A copy of the house with one rule broken."""

    @pytest.fixture(scope="class")
    def whole(self, tmp_path_factory) -> Path:
        """Copied once, since its files are many."""
        folder = tmp_path_factory.mktemp("house")
        for room in (*house.ROOMS, "tests", "docs"):
            shutil.copytree(house.ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        shutil.copy2(house.ROOT / "pyproject.toml", folder)
        return folder

    @pytest.fixture
    def copy(self, whole) -> Iterator[Path]:
        """Sound again after each test: what was put in is taken out, and what was changed is copied anew."""
        before = {file: file.stat().st_mtime_ns for file in whole.rglob("*") if file.is_file()}
        yield whole
        for file in [file for file in whole.rglob("*") if file.is_file()]:
            if file not in before:
                file.unlink()
            elif file.stat().st_mtime_ns != before[file]:
                shutil.copy2(house.ROOT / file.relative_to(whole), file)

    @pytest.fixture(scope="class")
    def cache(self, tmp_path_factory) -> Path:
        """What import-linter read of the files, once for all: after that only what changed is read."""
        return tmp_path_factory.mktemp("imports")

    @pytest.fixture
    def imports(self, copy, cache) -> Callable[[], subprocess.CompletedProcess]:
        command = [str(Path(sys.executable).with_name("lint-imports")), "--cache-dir", str(cache)]
        environment = {"PYTHONPATH": str(copy), "PATH": "/usr/bin:/bin"}
        return partial(subprocess.run, command, cwd=copy, capture_output=True, text=True, env=environment)

    def test_the_copy_itself_is_sound(self, imports):
        result = imports()
        assert result.returncode == 0, result.stdout

    @pytest.mark.parametrize(
        ("file", "line", "contract"),
        [
            ("courses/catalogue/outline.py", "import lms.learning.progress.models.records", "Floors"),
            ("courses/catalogue/texts.py", "import courses.pages.models", "Courses"),
            ("courses/pages/forms.py", "import courses.publishing.stale_courses", "Courses"),
            ("courses/publishing/services.py", "import courses.editing.release.effect", "Courses"),
            ("courses/editing/release/effect.py", "import courses.lessons.models", "Courses"),
            ("assessments/formats/draft.py", "import assessments.questions.bank.digest", "Assessments"),
            ("assessments/questions/bank/services.py", "import assessments.questions.imports.models", "Questions"),
            ("assessments/quiz/sitting/reducer.py", "import assessments.quiz.page.models", "Quiz"),
            ("certificates/paper/texts.py", "import certificates.verifying.views", "Certificates"),
            ("lms/people/administration/records/services.py", "import courses.models", "Floors"),
            ("certificates/services.py", "import lms.desks.reporting.views", "Floors"),
            ("lms/learning/progress/journal/services.py", "import assessments.quiz.activity", "Floors"),
            ("assessments/questions/models.py", "import assessments.quiz.models", "Assessments"),
            ("courses/catalogue/models.py", "import lms.settings.base", "Settings"),
            ("lms/learning/progress/completion/rules.py", "import django.db", "Pure"),
        ],
    )
    def test_import_linter_catches(self, copy, imports, file, line, contract):
        target = copy / file
        target.write_text(f"{target.read_text()}\n{line}\n")

        result = imports()

        assert result.returncode != 0
        assert any(name.startswith(contract) and "BROKEN" in name for name in result.stdout.splitlines()), result.stdout

    def test_a_string_key_that_points_upwards_is_caught(self, copy):
        (copy / "courses/extra.py").write_text(
            'from django.db import models\nx = models.ForeignKey("progress.Attempt", models.CASCADE)\n'
        )
        assert house.upward_foreign_keys(copy)

    def test_a_circle_is_caught(self, copy):
        (copy / "courses/extra.py").write_text("def late():\n    from .another import one\n")
        (copy / "courses/another.py").write_text("from courses import extra\n")
        assert house.circles(copy) == ["courses.another, courses.extra import one another"]

    def test_a_circle_of_types_is_caught(self, copy):
        (copy / "courses/extra.py").write_text(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .another import One\n"
        )
        (copy / "courses/another.py").write_text("from courses.extra import other\n")
        assert house.circles(copy) == ["courses.another, courses.extra import one another"]

    def test_a_template_that_reaches_upwards_is_caught(self, copy):
        (copy / "courses/templates/courses/extra.html").write_text('{% extends "progress/activity.html" %}')
        assert house.upward_templates(copy)

    @pytest.mark.parametrize(
        ("file", "text"),
        [
            ("assessments/quiz/extra.py", 'reverse("teach:cohort", args=[1])'),
            ("certificates/templates/certificates/extra.html", "{% url 'teach:person' 1 %}"),
            ("lms/learning/progress/extra.py", 'redirect("quiz:board", 1)'),
            ("lms/desks/teaching/extra.py", 'PLACE = "reports:overview"'),
            ("lms/people/extra.py", 'redirect("landing")'),
            ("lms/people/extra.py", 'next_page = "landing"'),
            ("lms/foundation/interface/templates/interface/extra.html", "{% url 'sign-in' %}"),
            ("lms/learning/progress/extra.py", 'reverse_lazy(\n    "quiz_statistics"\n)'),
        ],
    )
    def test_an_address_that_is_named_upwards_is_caught(self, copy, file, text):
        (copy / file).write_text(text)
        assert len(addresses.upward_addresses(copy)) == 1

    @pytest.mark.parametrize(
        "line",
        [
            "from lms.foundation.plugins.pages.slots import _providers",
            "activities._entries.clear()",
            "print(events._receivers)",
        ],
    )
    def test_a_hand_in_a_registry_is_caught(self, copy, line):
        (copy / "courses/extra.py").write_text(
            "from lms.foundation.plugins import events\n"
            f"from lms.foundation.plugins.activity import activities\n{line}\n"
        )
        assert len(house.forced_sockets(copy)) == 1

    @pytest.mark.parametrize(
        "line", ["from assessments.quiz.models import QuizPage", "import assessments.questions.apps"]
    )
    def test_a_plugin_that_is_called_by_its_name_is_caught(self, copy, line):
        (copy / "lms/learning/progress/extra.py").write_text(f"def late():\n    {line}\n")
        assert len(house.called_by_name(copy)) == 1

    def test_an_app_on_no_floor_is_caught(self, copy):
        assert house.homeless_apps(["lms.attic"], copy) == ["lms.attic"]

    def test_a_long_file_and_a_long_view_are_caught(self, copy):
        body = "\n".join(f"    line_{number} = {number}" for number in range(house.LONGEST_FILE))
        (copy / "home/views_extra.py").write_text(f"def view(request):\n{body}\n")
        assert house.long_files(copy)
        assert house.long_views(copy)

    def test_a_long_line_in_a_template_is_caught(self, copy):
        name = "home/templates/home/extra.html"
        (copy / name).write_text(f"<p>{'long ' * 30}</p>\n<p>short</p>\n")
        assert templates.too_many_long_lines(copy) == [f"{name} has 1 lines of more than 120 characters, 0 are allowed"]

    def test_a_room_that_mypy_does_not_read_is_caught(self, copy):
        settings = copy / "pyproject.toml"
        settings.write_text(settings.read_text().replace('"certificates", "home"]\nexclude', '"home"]\nexclude'))
        assert house.untyped_rooms(copy) == ["certificates"]

    def test_a_physical_direction_is_caught(self, copy):
        (copy / "home/extra.css").write_text("p { margin-left: 1px; text-align: right }")
        assert len(house.physical_directions(copy)) == 2

    def test_a_name_that_makemessages_does_not_know_is_caught(self, copy):
        (copy / "home/extra.py").write_text(
            "from django.utils.translation import gettext, gettext as _now, ngettext as _n\n"
        )
        assert len(house.unheard_sentences(copy)) == 2

    def test_a_claim_without_its_test_is_caught(self, copy):
        page = copy / "docs" / "run" / "security-input.md"
        page.write_text(
            page.read_text() + "`people/test_signing_in.py::test_of_nothing` `people/test_of_nothing.py::test_at_all` "
            "`people/test_sessions.py::TestARequest::test_of_nothing` `people/test_nowhere.py`"
        )
        assert house.missing_proofs("security-input.md", copy) == [
            "people/test_signing_in.py::test_of_nothing",
            "people/test_of_nothing.py::test_at_all",
            "people/test_sessions.py::TestARequest::test_of_nothing",
            "people/test_nowhere.py",
        ]
