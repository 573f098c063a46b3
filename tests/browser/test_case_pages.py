"""The pages beside that of a case in a real browser: each is accessible and fits; a case is changed without scripts."""

import pytest
from django.urls import reverse

from assessments.casework import texts_json
from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.simulation.authoring.drafts import draft_of
from assessments.simulation.authoring.pages import CasePage
from tests.simulation.authoring.conftest import editor  # noqa: F401  a fixture
from tests.simulation.conftest import case_page, file  # noqa: F401  fixtures

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    ("case",),
    ("case-situation",),
    ("case-part", "injects"),
    ("case-part", "decisions"),
    ("case-part", "team"),
    ("case-thing", "injects", "j03"),
    ("case-thing", "decisions", "assess"),
    ("case-thing", "forms", "request"),
    ("case-add", "measures"),
    ("case-languages",),
    ("case-upload",),
    ("case-preview",),
    ("case-pack", "investigator"),
    ("case-pack", "excon"),
)


def address(page, name, *more) -> str:
    return reverse(f"simulation:{name}", args=[page.pk, *more])


def test_an_inject_is_given_to_somebody_else_on_a_phone_without_scripts(device, case_page, editor):
    phone = device(editor, java_script_enabled=False)
    phone.goto(address(case_page, "case-part", "injects"))
    phone.get_by_role("link", name="Change j01").click()
    phone.get_by_label("Labour inspector").check()
    phone.get_by_role("button", name="Save in the draft").click()
    assert "Saved in the draft." in phone.inner_text("body")
    assert "labour" in draft_of(CasePage.objects.get(pk=case_page.pk)).case.injects[0].to


@LANGUAGES
def test_each_of_its_pages_is_accessible_and_fits(case_page, editor, faults_on, language):
    case_page.texts |= {"ar": texts_json(open_folder(SHIPPED / "guesthouse").texts["ar"])}
    case_page.save_revision()
    added = {"case-add"}  # things are added in the language of the case
    looks = [address(case_page, *page) + ("" if page[0] in added else f"?language={language}") for page in PAGES]
    assert faults_on([(editor, looks)], language) == []


def test_the_editor_shows_its_picture(device, case_page, superuser):
    page = device(superuser)
    page.goto(reverse("wagtailadmin_pages:edit", args=[case_page.pk]))
    page.locator(".case-panel svg").wait_for()
    page.get_by_text("Injects", exact=True).last.click()
    assert "when People found = no" in page.inner_text(".case-panel")
