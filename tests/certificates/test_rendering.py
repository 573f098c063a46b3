"""The printed page: one, A4 landscape, in every language and script."""

import io
import re
import shutil
import subprocess
import unicodedata
from datetime import date

import pytest
from arabic_reshaper import reshape
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from certificates.design.default import default_sheet
from certificates.design.fitting import POINT
from certificates.design.layout import Drawn, Text
from certificates.design.sheet import LEAST_SIZE
from certificates.models import Certificate
from certificates.paper import contents, rendering, texts
from lms.foundation.interface.paper import fonts
from lms.learning.progress.models import Enrolment
from lms.people.directory.institutions import Institution

pytestmark = pytest.mark.once

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
    academy = Institution()
    return Certificate(**{"issuer": academy, "earned_by": Enrolment(institution=academy), **values, **changes})


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
        "Online: 3 hours",
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
    assert texts.verify_url(SERIAL) == f"https://mafunzo.example/certificates/verify/{SERIAL}/"
    assert "mafunzo.example/certificates/verify" in read(make(language="ar"))[1]


LATIN, ARABIC, ETHIOPIC = (
    "abcdefgilmnoruwzABDGKMNOÀÉÎÑÖŪŷũšğ'-",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "አበገደሀወዘሐጠየከለመነሠዐፈጸቀረሰተ",
)
LONGEST = {
    "Latin": "Wanjirũ Kĩbũi wa Kamau Njoroge Ole Sankale Kipchoge Mwangi Nyambura Wairimũ Ojwang",
    "Arabic": "زينب عمر عبد الرحمن محمد علي حسن أبو بكر الصديق النور إبراهيم مصطفى الحاج يوسف آدم",
    "Ethiopic": "አበበ በቀለ ገብረ ማርያም ወልደ ሚካኤል ተስፋዬ ኃይለ ሥላሴ አስፋው ዘውዴ መንግሥቱ ደምሴ ታደሰ ከበደ ይልማ ገሠሠ",
}


def names(alphabet: str) -> st.SearchStrategy[str]:
    """Names of up to 80 characters: some of several words, some of one."""
    texts = st.text(st.sampled_from(alphabet), min_size=1, max_size=80) | st.text(
        st.sampled_from(alphabet + "    "), min_size=1, max_size=80
    )
    return texts.map(lambda text: " ".join(text.split())).filter(bool)


def words_of(data: bytes) -> list[tuple[float, float, float, float, str]]:
    """The words of the page with their boxes in millimetres, as poppler sees them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler’s pdftotext is not installed")
    command = ["pdftotext", "-bbox", "-", "-"]
    html = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    assert html.count("<page ") == 1
    found = re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', html)
    return [(*(float(length) * POINT for length in word[:4]), word[4]) for word in found]


def boxes_of(certificate: Certificate) -> list[Text]:
    with translation.override(certificate.language):
        placed = rendering.layout(default_sheet(), contents.contents_of(certificate, default_sheet()))
    return [box for box in placed if isinstance(box, Text)]


def assert_each_word_is_inside_its_box(certificate: Certificate) -> None:
    boxes = boxes_of(certificate)
    assert min(box.size for box in boxes) >= LEAST_SIZE
    words = words_of(rendering.pdf(certificate))
    for left, top, right, bottom, word in words:
        middle = (top + bottom) / 2
        inside = [b for b in boxes if b.x - 0.5 <= left and right <= b.x + b.w + 0.5 and b.y <= middle <= b.y + b.h]
        assert inside, (word, left, top, right, bottom)
    expected = sum(len(line.split()) for box in boxes for line in box.lines)
    assert len(words) >= expected - 2  # marks alone are no words to poppler


@settings(max_examples=25, deadline=None)
@given(
    language=st.sampled_from(["en", "fr", "ar", "am", "so", "sw", "om"]),
    name=names(LATIN) | names(ARABIC) | names(ETHIOPIC) | names(LATIN + ARABIC + ETHIOPIC),
    course=names(LATIN) | names(ARABIC) | names(ETHIOPIC),
)
def test_words_of_up_to_80_characters_stand_in_their_boxes_and_are_large_enough(language, name, course):
    assert_each_word_is_inside_its_box(make(language=language, name=name, course=course))


@pytest.mark.parametrize("name", [*LONGEST.values(), "W" * 80, "ش" * 80, "ጨ" * 80])
def test_the_longest_names_and_unbroken_words_stand_in_their_boxes(name):
    for language in ("en", "ar", "am"):
        assert_each_word_is_inside_its_box(make(language=language, name=name, course=name, institution=name))


def test_the_courses_of_a_programme_stand_in_their_box():
    titles = [f"Course {number}: identification, referral and protection" for number in range(6)]
    parts = [{"title": title, "minutes": 90} for title in titles]
    assert_each_word_is_inside_its_box(make(completion_id=1, parts=parts))


def test_the_code_is_printed_as_large_as_phones_need_and_small_in_bytes():
    with translation.override("en"):
        placed = rendering.layout(default_sheet(), contents.contents_of(make(), default_sheet()))
    [code] = [box for box in placed if isinstance(box, Drawn) and not box.image.lasting]
    assert min(code.w, code.h) >= 32
    assert len(code.image.uri) < 4000


def test_the_background_is_drawn_once_a_process_and_stands_below_the_text():
    rendering._background.cache_clear()
    for _again in range(3):
        reader, text = read(make())
        assert WANJIRU in text
    assert rendering._background.cache_info().misses == 1
    assert [str(name) for name in reader.pages[0]["/Resources"]["/XObject"]]


def test_arabic_is_told_by_most_of_its_letters():
    assert fonts.is_arabic(ZEYNAB)
    assert not fonts.is_arabic(f"{ZEYNAB} ({WANJIRU})")
