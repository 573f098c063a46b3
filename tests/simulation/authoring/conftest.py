"""An editor of the page of *The guesthouse*, which is there in English and French."""

import pytest
from django.urls import reverse

from assessments.casework import texts_json
from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.simulation.authoring.drafts import draft_of
from assessments.simulation.authoring.pages import CasePage
from tests.builders import in_group
from tests.conftest import make_person


@pytest.fixture
def editor(academy):
    return in_group(make_person("KE-501", "Editor", academy), "Editors")


@pytest.fixture
def bilingual(case_page) -> CasePage:
    """With words in French, too."""
    case_page.texts |= {"fr": texts_json(open_folder(SHIPPED / "guesthouse").texts["fr"])}
    case_page.save_revision().publish()
    return case_page


@pytest.fixture
def where(case_page):
    """The address of a page beside that of the case."""
    return lambda name, *more: reverse(f"simulation:{name}", args=[case_page.pk, *more])


@pytest.fixture
def draft(case_page):
    """The case in the draft of the page, as it is by then."""
    return lambda: draft_of(CasePage.objects.get(pk=case_page.pk))


@pytest.fixture
def sent():
    """What a browser sends of the form on a page, changed by what somebody types."""
    return _sent


def _sent(page, **typed):
    form = page.context["form"]
    data = _values(form)
    rows = getattr(form, "rows", None)
    if rows is not None:
        data |= {field.html_name: field.value() for field in rows.management_form}
        for row in rows:
            data |= _values(row)
    return {name: value for name, value in (data | typed).items() if value not in (None, "") and value is not False}


def _values(form):
    values = {}
    for field in form:
        value = field.value()
        if hasattr(field.field.widget, "verbs"):
            for number, row in enumerate(value or ()):
                values |= {
                    f"{field.html_name}-{number}-{part}": text
                    for part, text in zip(("fact", "verb", "value", "or"), row, strict=True)
                }
            values.setdefault(f"{field.html_name}-0-fact", "–")
        else:
            values[field.html_name] = value
    return {name: "" if value == "–" else value for name, value in values.items()}
