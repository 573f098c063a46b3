"""What reviewers found wrong in the courses and was mended stays mended: law, facts, and what a case may show."""

import re
from pathlib import Path

import pytest

from home import curriculum
from home.curriculum import files

pytestmark = pytest.mark.once
FOLDER = Path(curriculum.__file__).parent
TEXTS = {f"{path.parent.name}/{path.stem}": path.read_text() for path in sorted(FOLDER.glob("*-*/??.toml"))}
EVERY = pytest.mark.parametrize("name", TEXTS)


@EVERY
def test_the_law_of_djibouti_has_its_full_number(name):
    """No. 133/AN/05/5ème L is the Labour Code, No. 133/AN/16/7ème L the law on trafficking: 133 alone is neither."""
    numbers = re.findall(r"(?:n°|No\.|رقم|Law|loi)\s\u200e?133\S*", TEXTS[name])
    assert numbers or not re.search(r"133[^-\d]", TEXTS[name])
    assert [one for one in numbers if not re.search(r"133/AN/(05/5|16/7)ème", one)] == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("tip-1/en", r"Uganda was a party to the Convention[^<]*but not to its Trafficking Protocol"),
        ("som-2/en", r"<b>Uganda</b>[^<]*a party to neither of its two Protocols"),
        ("som-2/fr", r"partie à aucun de ses deux Protocoles"),
    ],
)
def test_uganda_is_told_that_it_is_no_party_to_the_protocols(name, sentence):
    assert re.search(sentence, TEXTS[name])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tip-1/fr", ["arrêtés à la gare", "recrues arrêtées", "recrues ont été arrêtées"]),
        ("tip-1/ar", ["أُوقفوا في محطة الحافلات", "أُوقف مستقطَبون"]),
        ("som-2/en", ["do not look for force", "for the price of a goat", "thirty-three survive"]),
        ("tip-1/en", ["The list with sums speaks to means", "worried because of you"]),
        ("tip-6/en", ["worried because of you", "you are not in trouble with me"]),
    ],
)
def test_what_blamed_victims_or_misled_officers_is_not_said_again(name, words):
    assert [one for one in words if one.lower() in TEXTS[name].lower()] == []


def test_payment_is_a_means_to_the_consent_of_who_has_control_given_or_received():
    """Protocol to Prevent, Suppress and Punish Trafficking in Persons, article 3 (a)."""
    means = re.compile(r"giving or receiving payments or benefits to achieve the consent of a person", re.IGNORECASE)
    assert len(means.findall(TEXTS["tip-1/en"])) >= 3


def test_no_case_is_a_real_sinking():
    """Off Obock boats sank in 2024, and people were forced into the sea there: cases are composed."""
    cases = [block for lesson in files.course("som-2").source["lessons"] for block in lesson["blocks"]]
    told = " ".join(str(block) for block in cases if block.get("type", block.get("kind")) == "case")
    assert told and "Obock" not in told and not re.search(r"jump|overboard|thirty-three", told)
