"""The printed page: one, A4 landscape, in every language and script."""

import io
import unicodedata
from datetime import date

import pytest
from arabic_reshaper import reshape
from pypdf import PdfReader

from certificates.models import Certificate
from certificates.paper import artwork, rendering
from lms.foundation.interface.paper import fonts
from lms.learning.progress.models import Enrolment
from lms.people.directory.institutions import Institution

SERIAL = "K7QX-4M2P-9TCR"
ZEYNAB, ABEBE, WANJIRU = "زينب عمر", "አበበ በቀለ", "Wanjirũ wa Kamau"


def make(**changes) -> Certificate:
    values = {
        "serial": SERIAL,
        "language": "en",
        "name": WANJIRU,
        "service_number": "KE-20377",
        "institution": "Mlima Police Academy",
        "course": "What trafficking in persons is",
        "minutes": 180,
        "edition": "2.3",
        "completed_on": date(2026, 11, 3),
        "valid_until": date(2028, 11, 3),
    }
    academy = Institution(plugins={"meetings": False})  # whose line asks the database
    return Certificate(**{"earned_by": Enrolment(institution=academy), **values, **changes})


def read(certificate: Certificate) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(rendering.pdf(certificate)))
    return reader, reader.pages[0].extract_text()


def embedded(reader: PdfReader) -> set[str]:
    """The names of the fonts whose files are in the PDF."""
    fonts_of_page = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    descriptors = [font["/FontDescriptor"] for font in fonts_of_page if "/FontDescriptor" in font]
    return {str(descriptor["/FontName"]).split("+")[-1] for descriptor in descriptors if "/FontFile2" in descriptor}


@pytest.mark.parametrize("language", ["en", "fr", "ar", "am", "so", "sw", "om"])
def test_the_pdf_is_one_a4_page_with_serial_and_embedded_fonts_for_a_name_in_three_scripts(language):
    reader, text = read(make(language=language, name=f"{WANJIRU} {ZEYNAB} {ABEBE}"))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    assert SERIAL in text
    assert "KE-20377" in text
    bold = set() if language in ("ar", "am") else {"MafunzoLatin-Bold"}
    assert embedded(reader) >= {"MafunzoLatin-Regular"} | bold


def test_says_what_was_completed_when_and_until_when_it_holds():
    _reader, text = read(make())
    for part in (
        WANJIRU,
        "Mlima Police Academy",
        "What trafficking in persons is",
        "3 hours of training",
        "edition 2.3",
        "3 November 2026",
        "3 November 2028",
    ):
        assert part in text


def test_a_french_certificate_is_in_french():
    _reader, text = read(make(language="fr", completed_on=date(2026, 11, 1)))
    assert "Certificat de fin de formation" in text
    assert "1er novembre 2026" in text


def test_arabic_letters_are_joined_and_read_in_their_order():
    reader, text = read(make(language="ar", name=ZEYNAB))
    assert any(name.startswith("MafunzoArabic") for name in embedded(reader))
    assert reshape(ZEYNAB) in text
    assert ZEYNAB in unicodedata.normalize("NFKC", text)


def test_amharic_is_written_in_ethiopic_with_spaces_between_its_words():
    reader, text = read(make(language="am", name=ABEBE))
    assert ABEBE in text
    assert any(name.startswith("MafunzoEthiopic") for name in embedded(reader))
    assert all(ord(" ") in face.widths for face in fonts.faces())


def test_the_longest_texts_that_fit_the_row_fit_the_page():
    name, course = (
        f"{WANJIRU} Njoroge Ole Sankale " * 10,
        "What trafficking in persons is, and how it differs from the smuggling of migrants. " * 5,
    )
    reader, text = read(
        make(name=name[:200], institution=("Regional Police Training Campus " * 10)[:200], course=course[:255])
    )
    assert len(reader.pages) == 1
    assert SERIAL in text
    assert text.count("Sankale") == name[:200].count("Sankale")


def test_a_very_long_name_without_a_space_fits_too():
    assert len(read(make(name="W" * 200, language="ar"))[0].pages) == 1


def test_a_name_that_is_markup_is_printed_as_it_is_written():
    assert "<b>O'Neil & Sons</b>" in read(make(name="<b>O'Neil & Sons</b>"))[1]


def test_a_character_that_no_font_has_is_named_instead_of_printed_as_a_box():
    with pytest.raises(rendering.Unwritable, match="张"):
        rendering.pdf(make(name="张伟"))


def test_one_without_an_end_says_so():
    assert "valid without limit of time" in read(make(valid_until=None))[1]


def test_the_code_leads_to_the_public_page(settings):
    settings.BASE_URL = "https://mafunzo.example/"
    assert rendering.verify_url(SERIAL) == f"https://mafunzo.example/certificates/verify/{SERIAL}/"
    assert "mafunzo.example/certificates/verify" in read(make(language="ar"))[1]


def test_the_frame_is_drawn_within_the_page():
    assert artwork.frame().count("<path") == 6
    assert fonts.is_arabic(ZEYNAB)
    assert not fonts.is_arabic(f"{ZEYNAB} ({WANJIRU})")
