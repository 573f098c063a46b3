"""The certificate as a tagged PDF: its structure, language and title, and text in the order of each script."""

import io
import os

import pytest
from django.urls import reverse
from PIL import ImageFile
from pypdf import PdfReader

from certificates import services
from certificates.models import Certificate
from certificates.paper import tagged


@pytest.fixture(autouse=True, scope="module")
def _library():
    try:
        tagged.load_library()
    except (ImportError, OSError) as error:
        if os.environ.get("CI"):
            pytest.fail(f"WeasyPrint or Pango is missing: {error}")
        pytest.skip(f"WeasyPrint or Pango is missing: {error}")


def fetched(client, certificate) -> PdfReader:
    response = client.get(reverse("certificates:tagged", args=[certificate.serial]))
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def read_aloud(node) -> str:
    """The texts that replace what is drawn, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return " ".join(filter(None, map(read_aloud, node)))
    if not isinstance(node, dict):
        return ""
    return str(node.get("/ActualText", "")) or read_aloud(node.get("/K", []))


def structure(node) -> list[str]:
    """The kinds of the tags of a structure tree, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [kind for one in node for kind in structure(one)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (structure(node["/K"]) if "/K" in node else [])


def test_arabic_is_read_in_the_order_in_which_it_is_spoken(as_, wanjiru, certificate):
    Certificate.objects.update(language="ar", name="زينب عمر عبد الرحمن")
    text = read_aloud(fetched(as_(wanjiru), certificate).trailer["/Root"]["/StructTreeRoot"])
    parts = ["شهادة إتمام", "زينب عمر عبد الرحمن", "رقم الخدمة KE-20377، لإتمام الدورة التدريبية", "صالحة حتى"]
    places = [text.index(part.replace("KE-20377", certificate.service_number)) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("language", "name", "title"),
    [("en", "Wanjirũ wa Kamau", "Certificate of completion"), ("ar", "زينب عمر", "شهادة إتمام"), ("am", "አበበ በቀለ", "")],
)
def test_is_tagged_and_says_language_title_and_name(as_, wanjiru, certificate, language, name, title):
    Certificate.objects.update(language=language, name=name)
    reader = fetched(as_(wanjiru), certificate)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == language and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert title in reader.metadata.title and certificate.course in reader.metadata.title
    kinds = structure(root["/StructTreeRoot"])
    assert kinds.index("/H1") < kinds.index("/H2") and {"/P", "/Figure", "/Link"} <= set(kinds)
    text = " ".join(reader.pages[0].extract_text().split())
    assert name in text and text.index(name) < text.index(certificate.serial)
    assert len(reader.pages) == 1


def test_is_not_there_for_others_of_a_revoked_one_and_without_the_extra(
    as_, wanjiru, stranger, certificate, monkeypatch, now
):
    def status(who) -> int:
        return as_(who).get(reverse("certificates:tagged", args=[certificate.serial])).status_code

    page = reverse("certificates:page", args=[certificate.serial])
    assert status(stranger) == 404
    assert "PDF for screen readers" in as_(wanjiru).get(page).content.decode()
    monkeypatch.setattr(tagged, "find_spec", lambda _name: None)
    assert status(wanjiru) == 404 and "PDF for screen readers" not in as_(wanjiru).get(page).content.decode()
    monkeypatch.undo()
    services.revoke(certificate=certificate, why="Issued in error.", now=now)
    assert status(wanjiru) == 404 and "PDF for screen readers" not in as_(wanjiru).get(page).content.decode()


def test_the_page_leads_back_to_where_its_reader_came_from(as_, wanjiru, amina, certificate):
    page, record = (reverse(f"certificates:{name}", args=[certificate.serial]) for name in ("page", "record"))
    for who, back in ((wanjiru, reverse("certificates:mine")), (amina, record)):
        trail = as_(who).get(page).content.decode().partition('class="breadcrumbs"')[2].partition("</nav>")[0]
        assert f'href="{back}"' in trail
        assert as_(who).get(back).status_code == 200


def test_pictures_that_are_cut_off_are_refused_afterwards():
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
