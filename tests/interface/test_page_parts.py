"""What templates promise: pills say states, cards with one link are that link, forms are checked by the page."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("lms", "courses", "assessments", "certificates", "home")
PILL = re.compile(r'<(span|p)\b[^>]*class="pill\b[^>]*>(.*?)</\1>', re.DOTALL)
NUMBER = re.compile(r"<bdi[^>]*>\{\{ [a-z_.]*service_number \}\}")
MEASURES = re.compile(r"\|hours|\|length|minutes|number=|count ")
FIELD = re.compile(
    r'components/field\.html|desk/fields\.html|item\.template|<textarea|<input(?! type="hidden")|<select'
)
FORM = re.compile(r"<form\b(.*?)>(?=\{%|\n|<)(.*?)</form>", re.DOTALL)
BY_BROWSER = {
    "exceptions.html": "days that may be left empty: a browser does not send one that is half typed",
    "filters.html": "days that may be left empty, and lists",
    "fields.html": "fields that may be left empty, days among them",
    "queue.html": "lists",
    "cohort.html": "lists",
}
"""Forms in which nothing has to be filled in and the browser knows more than it sends."""
COMMA = re.compile(r"(?:\}\}|%\}), (?:\{\{|\{%|<)")


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


def test_no_browser_checks_a_form_in_our_place():
    """What is wrong is said beside the field, not in a bubble; Wagtail's admin has its own forms."""
    found, checked = [], 0
    for name, text in templates().items():
        for attributes, body in FORM.findall(text):
            if "admin" not in name and FIELD.search(body):
                checked += 1
                left_to_it = Path(name).name in BY_BROWSER and not re.search(r"\srequired\b", body)
                found += [] if left_to_it or "novalidate" in attributes else [f"{name}: {attributes}"]
    assert checked > 20
    assert found == []


def test_no_page_puts_an_english_comma_between_two_values():
    """In Arabic and Amharic it is another one: a sentence has it, or values are divided by a point in the middle.

    What is compiled into a release (blocks) stays as it is.
    """
    found = []
    for name, text in templates().items():
        text = re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", text, flags=re.DOTALL)
        if not {"admin", "blocks"} & set(Path(name).parts):
            found += [f"{name}: …{text[max(0, hit.start() - 40) : hit.end() + 20]}" for hit in COMMA.finditer(text)]
    assert found == []
