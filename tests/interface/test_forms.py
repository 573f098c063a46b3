"""What is wrong with a form is said by the page, beside the field, not by the browser in a bubble of its own."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("lms", "courses", "assessments", "certificates", "home")
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


def pages() -> list[Path]:
    """Templates with the frame of the house: Wagtail's admin has its own forms."""
    found = [file for room in ROOMS for file in (ROOT / room).rglob("templates/**/*.html")]
    return [file for file in found if "admin" not in str(file.relative_to(ROOT))]


def test_no_browser_checks_a_form_in_our_place():
    found, checked = [], 0
    for file in pages():
        for attributes, body in FORM.findall(file.read_text()):
            if FIELD.search(body):
                checked += 1
                left_to_it = file.name in BY_BROWSER and not re.search(r"\srequired\b", body)
                found += [] if left_to_it or "novalidate" in attributes else [f"{file.relative_to(ROOT)}: {attributes}"]
    assert checked > 20
    assert found == []
