"""The core curriculum in the database of a test, and files of it that a test may change."""

from courses.models import Course
from home.curriculum import files
from home.curriculum.services import load
from tests.builders import unsearched
from tests.kept import kept
from tests.releasing import publisher


def contents(now, folder=files.FOLDER, **options):
    return load(now=now, by=publisher(), only=["tip-1"], folder=folder, **options)


def loaded_courses(*keys, now) -> Course:
    """The last of these courses, all of them loaded and released, one after the other: each is kept by itself."""
    return [_loaded(key, by=publisher(), now=now) for key in keys][-1]


@kept
@unsearched()
def _loaded(key, by, now) -> Course:
    load(now=now, by=by, only=[key])
    return Course.objects.get(pk=files.named("course", key))


def in_english_alone(course):
    """Take the translations of a course away: loading takes a third of the time."""
    for file in course.glob("??.toml"):
        if file.stem != files.SOURCE:
            file.unlink()


def change(folder, old, new):
    file = folder / "tip-1" / "en.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
