"""The pages on which an administrator sets up a source: a token is never shown, and never sent elsewhere."""

import pytest

from lms.people.administration.roster.source_setup import SourceSetup
from lms.people.administration.sources import services
from lms.people.administration.sources.built_in import JsonAddress
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.reach import NotTheirs
from tests.conftest import make_person

ADDRESS = "https://hr.example.org/people"


@pytest.fixture
def setup_page(academy):
    return f"/academy/people/sources/{academy.pk}/json/"


@pytest.fixture
def post(as_, amina, setup_page):
    def send(**given):
        return as_(amina).post(setup_page, {"address": ADDRESS, "token": "", "source-cohort": "", **given})

    return send


def test_a_token_stands_in_no_row_and_on_no_page(post, as_, amina, setup_page):
    assert post(token="s3cret").status_code == 302
    setup = SourceSetup.objects.get()
    assert setup.values == {"address": ADDRESS}
    assert "s3cret" not in str(setup.secrets)
    shown = as_(amina).get(setup_page).content.decode()
    assert ADDRESS in shown
    assert "s3cret" not in shown
    assert "A secret is kept and not shown" in shown
    assert AuditEntry.objects.filter(action="people_source_set").count() == 1
    assert "s3cret" not in str(list(AuditEntry.objects.values()))


def test_an_empty_token_keeps_the_one_that_is_there(post):
    post(token="s3cret")
    post(**{"source-cohort": "Intake 1"})
    setup = SourceSetup.objects.get()
    assert setup.cohort_name == "Intake 1"
    assert setup.options(JsonAddress.fields)["token"].reveal() == "s3cret"


def test_a_kept_token_is_not_sent_to_another_address(post):
    post(token="s3cret")
    refused = post(address="https://attacker.example.org/")
    assert refused.status_code == 422
    assert 'href="#id_token">Token: The address is another one: enter the secret' in refused.content.decode()
    assert 'value="https://attacker.example.org/"' in refused.content.decode()
    assert SourceSetup.objects.get().values == {"address": ADDRESS}


def test_a_row_copied_to_another_institution_opens_nothing(post, neighbour_academy):
    post(token="s3cret")
    setup = SourceSetup.objects.get()
    setup.pk, setup.institution = None, neighbour_academy
    assert not setup.options(JsonAddress.fields)["token"]


@pytest.mark.parametrize("address", ["http://hr.example.org/", "ftp://hr.example.org", "javascript:1", ""])
def test_an_address_that_is_no_https_is_refused(post, address):
    page = post(address=address).content.decode()
    said = (
        "Address: Enter a whole address that begins with https://." if address else "Address: This field is required."
    )
    assert page.count(said) == 1
    assert not SourceSetup.objects.exists()


def test_a_late_form_undoes_nothing(post, as_, amina, setup_page):
    was = as_(amina).get(setup_page).context["form"]["was"].value()
    post(token="s3cret")
    assert post(was=was, address="https://old.example.org/").status_code == 409


def test_nobody_else_sets_it_up(academy, neighbour_academy, amina, as_, setup_page, post, now):
    post(token="s3cret")
    other = make_person("KE-8000", "Peter Otieno", neighbour_academy, Role.ADMINISTRATOR)
    for way in ("", "read/", "remove/"):
        assert as_(other).post(f"{setup_page}{way}").status_code == 404
    assert ADDRESS not in as_(other).get("/academy/people/sources/").content.decode()
    with pytest.raises(NotTheirs):
        services.remove(institution=academy, source="json", by=other, now=now)
    assert as_(amina).get(f"/academy/people/sources/{academy.pk}/file/").status_code == 404
    assert as_(amina).get(f"/academy/people/sources/{academy.pk}/unknown/").status_code == 404


def test_it_is_removed_with_its_token(post, as_, amina, setup_page):
    post(token="s3cret")
    assert as_(amina).post(f"{setup_page}remove/").status_code == 302
    assert not SourceSetup.objects.exists()
    assert as_(amina).post(f"{setup_page}read/").status_code == 404
