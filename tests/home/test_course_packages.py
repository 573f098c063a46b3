"""The packages of the shipped courses, and the pages and words that loading makes of them."""

import re
from collections import Counter

import pytest

from courses.models import Course, GuidePage, Term
from home.curriculum import files
from home.curriculum.package import folder_of, packages
from home.curriculum.schema import BadFile
from home.curriculum.services import load
from tests.releasing import publisher

from .loaded import loaded_courses

KEYS = [key for key in files.site()["courses"] if packages(folder_of(files.FOLDER, key))]


@pytest.mark.once
class TestShipped:
    @pytest.mark.parametrize("key", KEYS)
    def test_a_package_is_whole(self, key):
        text = packages(folder_of(files.FOLDER, key))["en"]
        sessions = text["guide"]["sessions"]
        assert all(plan["minutes"] == sum(step["minutes"] for step in plan["steps"]) for plan in sessions)
        # a simulation takes a day, and says so before its classes
        whole_day = [480] if key.startswith("core-19") else []
        assert [plan["minutes"] for plan in sessions] == [*whole_day, 90, 60, 45]
        assert len(re.sub("<[^>]*>", " ", text["handout"]["html"]).split()) <= 350
        assert len(text["guide"]["beliefs"]) >= 5 and text["guide"]["answers"] and text["reading"]
        assert not any(text["review"][name] for name in ("owner", "protection", "survivor", "language", "checked_on"))

    @pytest.mark.parametrize("key", KEYS)
    def test_a_translated_package_has_every_part_and_number_of_its_source(self, key):
        by_language = packages(folder_of(files.FOLDER, key))
        assert {language: _parts(text) for language, text in by_language.items()} == dict.fromkeys(
            by_language, _parts(by_language["en"])
        )

    def test_each_word_is_defined_in_one_package(self):
        defined: Counter[str] = Counter()
        for file in sorted(files.FOLDER.rglob("package.toml")):
            terms = files._parsed(file.read_text(encoding="utf-8"), file)["terms"]
            defined.update(term["term"] for term in terms if "definition" in term)
        assert [term for term, number in defined.items() if number > 1] == []


def _parts(value):
    """Return `value` with its texts as their tags and addresses, and without the terms."""
    if isinstance(value, dict):
        return {name: _parts(part) for name, part in value.items() if name != "terms"}
    if isinstance(value, list):
        return [_parts(part) for part in value]
    return re.findall(r"<[^>]*>|https?:\S+", value) or bool(value) if isinstance(value, str) else value


def test_loading_makes_the_page_and_the_words_and_again_changes_nothing(now, db):
    course = loaded_courses("core-4-ke", now=now)
    guide = GuidePage.objects.get()
    assert guide.get_parent().translation_key == course.pk and Course.objects.get(pk=course.pk).has_package
    answers = [block.value["about"] for block in guide.answers]
    assert answers[-1].startswith("Exercise, question 6") and "Clock card, Kenya" in answers
    words = {term.term: term for term in guide.listed_terms()}
    assert {"as read with", "trafficking in persons"} <= words.keys()
    ledger = load(now=now, by=publisher(), only=["core-4-ke"])
    assert (ledger.written, ledger.left) == ([], [])


def test_what_people_of_the_site_wrote_is_left(now, db, editor):
    load(now=now, by=publisher(), only=["core-3"])
    guide = GuidePage.objects.get(locale__language_code="en")
    term = Term.objects.get(term="ratification", locale=guide.locale)
    guide.aims, term.definition = "<p>Ours.</p>", "Ours."
    for row in (guide, term):
        row.save_revision(user=editor).publish()
    ledger = load(now=now, by=publisher(), only=["core-3"])
    assert (ledger.written, sorted(ledger.left)) == ([], sorted([str(term), str(guide)]))
    assert (GuidePage.objects.get(pk=guide.pk).aims, Term.objects.get(pk=term.pk).definition) == (
        "<p>Ours.</p>",
        "Ours.",
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("package.toml", "[handout]", "[handuot]", "nobody knows “handuot”"),
        ("package.toml", 'definition = "Keeping or housing', 'meaning = "Keeping', "nobody knows “meaning”"),
        ("package.fr.toml", "", '[[terms]]\nterm = "traite"\n', "its terms must be those of package.toml"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(folder, file, old, new, sentence):
    path = folder / "tip-1" / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
    with pytest.raises(BadFile, match=sentence):
        packages(folder_of(folder, "tip-1"))


def test_a_translation_beside_the_definition_comes_first_and_is_linked_as_its_source_is(now, db):
    load(now=now, by=publisher(), only=["tip-1"])
    french = {term.term: term for term in Term.objects.filter(locale__language_code="fr")}
    assert french["traite des personnes"].definition.startswith("Pour un adulte : acte + moyen + but")
    assert not french["moyen"].linked and french["contrainte"].linked
