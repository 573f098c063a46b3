"""What each part of a page is for: a pill says a state, a card with one link is that link."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("lms", "courses", "assessments", "certificates", "home")
PILL = re.compile(r'<(span|p)\b[^>]*class="pill\b[^>]*>(.*?)</\1>', re.DOTALL)
NUMBER = re.compile(r"<bdi[^>]*>\{\{ [a-z_.]*service_number \}\}")
MEASURES = re.compile(r"\|hours|\|length|minutes|number=|count ")


def templates() -> dict[str, str]:
    found = (file for room in ROOMS for file in (ROOT / room).rglob("templates/**/*.html"))
    return {str(file.relative_to(ROOT)): file.read_text() for file in found}


def test_a_pill_says_a_state_and_never_how_long_or_how_many():
    """One says how many of a cohort need attention: that is the state of the cohort."""
    pills = [(name, body) for name, text in templates().items() for _tag, body in PILL.findall(text)]
    assert len(pills) > 40
    assert [one for one in pills if MEASURES.search(one[1]) and "attention" not in one[1]] == []


def test_signing_in_and_the_first_page_have_a_head_of_their_own():
    with_one = [name for name, text in templates().items() if 'class="welcome"' in text]
    assert {Path(name).name for name in with_one} == {"sign_in.html", "home_page.html"}


def test_a_card_with_one_link_is_that_link():
    """One may press it anywhere; `whole` is what does it (docs/develop/interface.md)."""
    cards = [
        card for text in templates().values() for card in re.findall(r'<li class="card">.*?</li>', text, re.DOTALL)
    ]
    single = [card for card in cards if card.count("<a ") == 1]
    assert len(single) >= 6
    assert [card for card in single if not re.search(r'<a class="[^"]*\bwhole\b', card)] == []


def test_a_service_number_is_never_broken_at_its_hyphen():
    """On a phone a line of a card ends anywhere; forms say people by `lms.people.directory.names.name_and_number`."""
    numbers = [(name, number) for name, text in templates().items() for number in NUMBER.findall(text)]
    assert len(numbers) > 40
    assert [one for one in numbers if "nowrap" not in one[1]] == []
