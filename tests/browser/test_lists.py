"""An administrator brings a list of people on a phone: looks, applies, undoes."""

import pytest
from playwright.sync_api import expect

from lms.people.directory.choices import Role
from lms.people.directory.models import User
from tests.conftest import make_person

from .conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

LIST = """Mlima Police Academy;;;
Intake 2026 B;;;
N°;Force No.;Kitambulisho cha jina;Gender
1;KE-1;Achieng Odhiambo;F
2;KE-2;Barasa Wekesa;M
3;;Nobody;F
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_file_to_people_and_back(device, academy, faults_of, tmp_path, scripts):
    amina = make_person("KE-9000", "Amina Juma", academy, Role.ADMINISTRATOR)
    file = tmp_path / "intake.csv"
    file.write_text(LIST, encoding="utf-8")
    page = device(amina, java_script_enabled=scripts)

    page.goto("/academy/people/lists/")
    if scripts:
        assert faults_of(page, "lists", sizes=(PHONE,)) == []
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Cohort").fill("Intake 2026 B")
    page.get_by_role("button", name="Look at the list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("intake.csv")
    page.get_by_label("Kitambulisho cha jina").select_option("name")
    page.get_by_role("button", name="Compare with these columns").click()
    expect(page.get_by_text("Nothing has changed yet")).to_be_visible()
    expect(page.get_by_text("The service number is missing.")).to_be_visible()
    if scripts:
        assert faults_of(page, "list") == []
    page.get_by_role("button", name="Apply the list").click()
    expect(page.get_by_text("The list is applied (2).")).to_be_visible()
    assert User.objects.filter(institution=academy).count() == 3
    page.get_by_role("button", name="Undo the list").click()
    expect(page.get_by_text("Everything is as it was before.")).to_be_visible()
    assert User.objects.filter(institution=academy).count() == 1
