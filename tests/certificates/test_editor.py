"""The editor of designs: who has which, what is refused beside its field, and what an issued certificate keeps."""

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from certificates.design import services
from certificates.design.default import default_sheet
from certificates.design.models import Design, DesignVersion
from certificates.design.sheet import PLUGIN, QR, TEXT, Element, Sheet
from certificates.editor.forms import initial_of
from certificates.editor.previews import longest_names, previews
from certificates.models import Certificate, Picture
from certificates.paper import rendering
from certificates.pictures import services as pictures
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.reach import NotTheirs
from tests.builders import complete
from tests.certificates.designs import design_of
from tests.conftest import make_person


@pytest.fixture
def design(academy, amina, now):
    return design_of(academy, by=amina, now=now)


def last_sheet(design) -> Sheet:
    return design.latest().sheet


def sent(sheet: Sheet, name: str = "Parade", **changes) -> dict[str, object]:
    """Return what a browser sends of the editor."""
    rows = initial_of(sheet)
    data = {"name": name, "e-TOTAL_FORMS": len(rows), "e-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        data |= {f"e-{number}-{field}": value for field, value in row.items() if value not in (False, None)}
    return data | changes


def picture(size=(400, 280)) -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, "PNG")
    return SimpleUploadedFile("back.png", file.getvalue(), content_type="image/png")


class TestVersions:
    def test_saving_the_same_again_makes_no_version(self, design, amina, now):
        services.save(design=design, name="Parade", sheet=default_sheet(), by=amina, now=now)
        assert design.versions.count() == 1

    def test_an_issued_certificate_keeps_its_version(self, design, enrolment, amina, now):
        services.use(design=design, version=design.latest(), by=amina, now=now)
        enrolment.institution.refresh_from_db()
        complete(enrolment, now=now)
        first = Certificate.objects.get().design
        moved = replace(default_sheet(), elements=default_sheet().elements[1:])
        services.save(design=design, name="Parade", sheet=moved, by=amina, now=now)
        assert Certificate.objects.get().design == first == design.versions.get(number=1)
        academy = Institution.objects.get(pk=design.institution_id)
        assert academy.certificate_settings == {"design": design.versions.get(number=2).pk}

    def test_nobody_puts_the_design_of_another_institution_in_use(self, design, stranger, now):
        for version in (design.latest(), None):
            with pytest.raises(NotTheirs):
                services.use(design=design, version=version, by=stranger, now=now)

    def test_the_design_of_a_certificate_costs_its_award_no_statement(self, design, enrolment, amina, now):
        with CaptureQueriesContext(connection) as without:
            complete(enrolment, now=now)
        assert not [query for query in without if "certificates_design" in query["sql"] and "SELECT" in query["sql"]]


class TestEditor:
    def test_creates_a_design_from_the_built_in_one(self, as_, amina, academy):
        data = {"institution": academy.pk, "name": "Letter", "page": "Letter", "landscape": "on"}
        response = as_(amina).post(reverse("certificates:designs"), data)
        design = Design.objects.get()
        assert response.url == reverse("certificates:design", args=[design.pk])
        assert last_sheet(design) == default_sheet("Letter")

    def test_shows_the_page_in_three_scripts_and_saves_a_moved_box(self, as_, amina, design):
        client, address = as_(amina), reverse("certificates:design", args=[design.pk])
        page = client.get(address).content.decode()
        assert page.count('class="design-page"') == 3
        response = client.post(address, sent(default_sheet(), **{"e-1-y": "48"}))
        assert response.status_code == 302, response.content.decode()[:2000]
        assert last_sheet(design).elements[1].y == 48

    def test_keeps_the_lines_and_own_words_of_a_text(self, as_, amina, design):
        changes = {"e-2-h": "8", "e-2-line1": "own_words", "e-2-words_fr": "Fait à Nairobi"}
        as_(amina).post(reverse("certificates:design", args=[design.pk]), sent(default_sheet(), **changes))
        element = last_sheet(design).elements[2]
        assert (element.lines, element.words) == (("programme", "own_words"), {"fr": "Fait à Nairobi"})

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"e-1-x": "250"}, "The box ends beside the page"),
            ({"e-1-y": "208"}, "The box ends below the page"),
            ({"e-11-w": "20"}, "Phones read the QR code from 32 mm."),
            ({"e-9-x": "230"}, "This box covers the QR code"),
            ({"e-5-h": "4", "e-5-w": "30"}, "Make the box larger."),
            ({"e-11-DELETE": "on"}, "needs the QR code"),
            ({"e-5-DELETE": "on"}, "needs the name"),
            ({"e-1-size": "2"}, "greater than or equal to 7"),
            ({"e-1-line0": "password"}, "Select a valid choice"),
        ],
    )
    def test_names_a_mistake_beside_its_field_and_stores_nothing(self, as_, amina, design, changes, sentence):
        address = reverse("certificates:design", args=[design.pk])
        response = as_(amina).post(address, sent(default_sheet(), **changes))
        assert response.status_code == 422
        assert sentence in response.content.decode().replace("&#x27;", "'")
        assert design.versions.count() == 1

    def test_adds_an_element_to_what_was_sent(self, as_, amina, design):
        address = reverse("certificates:design", args=[design.pk])
        page = as_(amina).post(address, sent(default_sheet(), **{"e-1-y": "48", "add": "text"})).content.decode()
        assert f'name="e-{len(default_sheet().elements)}-x"' in page
        assert 'value="48.0"' in page

    def test_takes_a_background_and_prints_it(self, as_, amina, design, academy):
        data = sent(default_sheet()) | {"background": picture()}
        as_(amina).post(reverse("certificates:design", args=[design.pk]), data)
        sheet = last_sheet(design)
        assert Picture.objects.get().digest == sheet.background
        assert rendering.background_image(sheet).startswith("data:image/jpeg")

    def test_refuses_a_background_that_is_no_picture(self, as_, amina, design):
        data = sent(default_sheet()) | {"background": SimpleUploadedFile("a.png", b"%PDF-1.7")}
        response = as_(amina).post(reverse("certificates:design", args=[design.pk]), data)
        assert response.status_code == 422
        assert "is not a picture" in response.content.decode()

    def test_the_picture_of_another_design_cannot_be_taken_by_its_digest(self, as_, amina, design):
        known = pictures.keep(picture().read(), side=300)
        elements = (*default_sheet().elements, Element("picture", 20, 20, 20, 20, picture=known))
        as_(amina).post(
            reverse("certificates:design", args=[design.pk]), sent(replace(default_sheet(), elements=elements))
        )
        assert last_sheet(design).elements[-1].picture == ""

    def test_the_preview_stores_nothing_and_names_what_is_wrong(self, as_, amina, design):
        address = reverse("certificates:design-preview", args=[design.pk])
        page = as_(amina).post(address, sent(default_sheet(), **{"e-1-x": "250"})).content.decode()
        assert "The box ends beside the page" in page
        assert page.count("<svg") == 3
        assert design.versions.count() == 1

    def test_the_preview_has_the_longest_names_of_the_institution_alone(
        self, as_, amina, design, academy, neighbour_academy
    ):
        make_person("L-1", "Wanjirũ Kĩbũi wa Kamau Njoroge Ole Sankale", academy)
        make_person("L-2", "زينب عمر عبد الرحمن", academy)
        make_person("L-3", "Somebody with a much longer name who serves elsewhere altogether", neighbour_academy)
        names = longest_names(academy, amina)
        assert (names["en"][0], names["ar"][0]) == ("Wanjirũ Kĩbũi wa Kamau Njoroge Ole Sankale", "زينب عمر عبد الرحمن")
        assert names["am"][0] == ""
        page = as_(amina).get(reverse("certificates:design", args=[design.pk])).content.decode()
        assert "Ole Sankale" in page and "አበበ በቀለ" in page and "elsewhere" not in page

    def test_a_design_of_another_institution_is_not_there(self, as_, design, ugandan_academy):
        other = make_person("UG-2", "Akello", ugandan_academy, Role.ADMINISTRATOR)
        for name in ("design", "design-preview", "design-use"):
            address = reverse(f"certificates:{name}", args=[design.pk])
            assert as_(other).post(address, {}).status_code == 404

    def test_the_sample_is_a_pdf_of_one_page(self, as_, amina, design):
        for language in ("en", "ar", "am"):
            response = as_(amina).get(reverse("certificates:design-sample", args=[design.pk, language]))
            assert len(PdfReader(io.BytesIO(response.content)).pages) == 1


class TestGaps:
    def test_a_line_of_a_plugin_that_is_missing_is_a_gap_in_the_preview_and_nothing_on_paper(self, academy, amina):
        elements = (
            *default_sheet().elements,
            Element(PLUGIN, 20, 20, 40, 8, plugin="gone"),
            Element("hologram", 20, 40, 9, 9),
        )
        pages = previews(Sheet(elements=elements), academy, amina)
        assert [box["gap"] for box in pages[0]["boxes"] if box["gap"]] == ["gone", "hologram"]

    def test_of_a_newer_version_elements_are_read_without_what_is_unknown(self):
        element = Element.read({"kind": TEXT, "x": 1, "y": 2, "w": 3, "h": 4, "glow": True, "lines": ["name", "aura"]})
        assert element.lines == ("name", "aura")
        assert [one.kind for one in default_sheet("Letter", landscape=False).elements].count(QR) == 1


class TestPage:
    def test_shows_the_certificate_in_its_language_and_direction(self, as_, wanjiru, certificate):
        Certificate.objects.update(language="ar", name="زينب عمر")
        page = as_(wanjiru).get(reverse("certificates:page", args=[certificate.serial])).content.decode()
        assert 'lang="ar"\n  dir="rtl"' in page
        assert "زينب عمر" in page
        assert "شهادة إتمام" in page

    def test_is_not_there_for_others(self, as_, stranger, certificate):
        assert as_(stranger).get(reverse("certificates:page", args=[certificate.serial])).status_code == 404


def test_the_command_writes_one_of_each_design_and_language(design, tmp_path, capsys):
    call_command("certificates", "export", "--sample", "--to", str(tmp_path / "out"))
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == 5 * 7
    assert all(file.read_bytes().startswith(b"%PDF-") for file in files)
    assert DesignVersion.objects.count() == 1
