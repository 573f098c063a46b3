"""The command that takes a course along as files and brings it in."""

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursePage

from .test_exchange import emptied
from .whole_course import rich, shown  # noqa: F401  fixtures


def test_takes_a_course_along_and_brings_it_back(rich, superuser, tmp_path, capsys):
    for place in (tmp_path / "folder", tmp_path / "course.zip"):
        call_command("course", "export", "trafficking", to=place, by="root")
    emptied(rich)
    call_command("course", "import", tmp_path / "course.zip", "--by", "root", "--dry-run")
    assert not CoursePage.objects.exists()
    assert "would be written" in capsys.readouterr().out
    call_command("course", "import", tmp_path / "folder", "--by", "root")
    assert CoursePage.objects.filter(slug="trafficking", live=True).exists()
    call_command("course", "import", tmp_path / "course.zip", "--by", "root")
    assert "0 pages" in capsys.readouterr().out


def test_says_what_is_wrong(rich, tmp_path):
    for words in (
        ["export", "nothing", "--to", tmp_path / "x"],
        ["export", "trafficking", "--to", tmp_path, "--by", "KE-0"],
        ["import", tmp_path / "nowhere.zip"],
        ["import", tmp_path, "--programme", "none"],
    ):
        with pytest.raises(CommandError):
            call_command("course", *map(str, words))
