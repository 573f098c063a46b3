"""The crest of an institution: what is kept of a file, who gives it, and where it is seen."""

import io
import os
import random
import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from certificates.models import Certificate
from certificates.paper import rendering
from certificates.paper.contents import contents_of, image
from lms.foundation.interface.pictures import NoPicture
from lms.people.administration.cards import sheet_layout
from lms.people.administration.crests import png_conversion, services
from lms.people.administration.crests.data_urls import data_uri
from lms.people.administration.crests.models import Crest
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind
from lms.people.directory.institutions import Institution
from lms.people.directory.reach import NotTheirs
from lms.people.identity.accounts.models import ActivationCard
from tests.builders import complete
from tests.conftest import create_institution

HOSTILE = Path(os.environ.get("MAFUNZO_CORPORA") or Path(__file__).resolve().parents[4] / "shared/corpora") / "hostile"
CAMERA = "A camera that tells where"
ALT = "A shield with a mountain"


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 500), colour: str = "teal") -> bytes:
    """A picture with a text about a camera and the place in it."""
    drawn, kept = Image.new("RGBA" if kind == "PNG" else "RGB", size), io.BytesIO()
    ImageDraw.Draw(drawn).polygon([(0, 0), (size[0], 0), (size[0] // 2, size[1])], fill=colour)
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    text = PngInfo()
    text.add_text("Comment", CAMERA)
    drawn.save(kept, kind, exif=exif, **({"pnginfo": text} if kind == "PNG" else {}))
    return kept.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels and holds a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def send(browser, place, data: bytes, alt: str = ALT, name: str = "crest.png"):
    file = SimpleUploadedFile(name, data)
    return browser.post(f"/academy/institution/{place.pk}/crest/", {"file": file, "alt": alt})


@pytest.fixture
def with_crest(as_, amina, academy):
    assert send(as_(amina), academy, picture()).status_code == 302
    academy.refresh_from_db()
    return academy


class TestTheFile:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    def test_is_drawn_anew_and_small_without_what_it_says_besides(self, kind):
        given = picture(kind)
        assert CAMERA.encode() in given
        kept = png_conversion.convert_to_png(given)
        with Image.open(io.BytesIO(kept)) as opened:
            assert (opened.format, opened.size, dict(opened.getexif()), opened.text) == ("PNG", (154, 192), {}, {})
        assert CAMERA.encode() not in kept
        assert png_conversion.convert_to_png(given) == kept

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "formats PNG, JPEG"),
            (
                b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
                "formats PNG, JPEG",
            ),
            (b"GIF89a" + b"\0" * 99, "formats PNG, JPEG"),
            (picture()[:300], "formats PNG, JPEG"),
            (picture() + b"\0" * png_conversion.MOST_BYTES, "larger than 2 MB"),
            (picture(size=(63, 64)), "63 × 64 pixels"),
            (bomb(50_000, 50_000), "formats PNG, JPEG"),
            (bomb(4_001, 100), "4001 × 100 pixels"),
            (bomb(4_000, 4_000), "formats PNG, JPEG"),
            (picture(size=(70, 700)), "long and narrow"),
        ],
    )
    def test_that_is_none_is_refused_with_a_sentence_beside_the_field(self, as_, amina, academy, data, sentence):
        answer = send(as_(amina), academy, data or b" ")
        assert answer.status_code == 422
        assert sentence in " ".join(answer.context["form"].errors["file"])
        assert not Crest.objects.exists()
        assert not AuditEntry.objects.filter(action="crest_changed").exists()

    def test_that_is_hostile_is_refused(self, as_, amina, academy):
        files = sorted(HOSTILE.glob("*.svg"))
        if not files:
            pytest.skip(f"The corpus of hostile files is not here ({HOSTILE}); MAFUNZO_CORPORA names its folder.")
        for file in files:
            for name in (file.name, "crest.png"):
                assert send(as_(amina), academy, file.read_bytes(), name=name).status_code == 422, file.name
        assert not Crest.objects.exists()

    def test_is_light_whatever_is_on_it(self):
        noise = Image.frombytes("RGB", (500, 500), random.Random(1).randbytes(750_000))
        kept = io.BytesIO()
        noise.save(kept, "PNG")
        assert len(png_conversion.convert_to_png(kept.getvalue())) < 30_000

    @pytest.mark.parametrize("cut", range(8, 400, 23))
    def test_that_is_damaged_anywhere_is_refused_or_drawn(self, cut):
        given = picture("JPEG", (80, 80))
        damaged = given[:cut] + bytes(255 - byte for byte in given[cut : cut + 9]) + given[cut + 9 :]
        try:
            assert png_conversion.convert_to_png(damaged).startswith(b"\x89PNG")
        except NoPicture as error:
            assert str(error)


class TestGiving:
    def test_holds_there_and_below_until_there_is_one_of_its_own(self, as_, amina, with_crest):
        unit = create_institution(name="Unit 3", kind=Kind.UNIT, parent=with_crest)
        assert (unit.crest, unit.crest_alt) == (with_crest.crest, ALT)
        send(as_(amina), unit, picture(colour="red"), "A red one")
        unit.refresh_from_db()
        assert unit.crest != with_crest.crest
        as_(amina).post(f"/academy/institution/{unit.pk}/crest/remove/")
        unit.refresh_from_db()
        assert (unit.crest, unit.crest_alt, Crest.objects.count()) == (with_crest.crest, ALT, 1)

    def test_giving_the_same_crest_twice_changes_it_once(self, as_, amina, with_crest):
        send(as_(amina), with_crest, picture())
        assert AuditEntry.objects.filter(action="crest_changed", by=amina).count() == 1
        as_(amina).post(f"/academy/institution/{with_crest.pk}/crest/", {"alt": "Another text"})
        with_crest.refresh_from_db()
        assert (with_crest.crest_alt, Crest.objects.count()) == ("Another text", 1)

    def test_of_two_institutions_with_the_same_one_stays_for_the_other(self, with_crest, superuser, kenya, now):
        services.give(institution=kenya, data=picture(), alt=ALT, by=superuser, now=now)
        services.take_away(institution=with_crest, by=superuser, now=now)
        assert Crest.objects.get().digest == Institution.objects.get(pk=with_crest.pk).crest
        services.take_away(institution=kenya, by=superuser, now=now)
        assert not Crest.objects.exists()

    def test_needs_words_for_who_does_not_see_it(self, as_, amina, academy):
        assert send(as_(amina), academy, picture(), alt=" ").status_code == 422

    def test_is_for_whoever_administers_it(self, amina, kenya, now):
        with pytest.raises(NotTheirs):
            services.give(institution=kenya, data=picture(), alt=ALT, by=amina, now=now)
        with pytest.raises(NotTheirs):
            services.take_away(institution=kenya, by=amina, now=now)


class TestWhereItIsSeen:
    def test_in_the_bar_of_its_people_alone_and_on_its_page_with_its_words(
        self, as_, with_crest, wanjiru, stranger, amina
    ):
        address = reverse("crest-picture", args=[with_crest.crest])
        assert f'src="{address}" alt=""' in as_(wanjiru).get("/learn/").content.decode()
        assert "/crests/" not in as_(stranger).get("/learn/").content.decode()
        assert f'alt="{ALT}"' in as_(amina).get(f"/academy/institution/{with_crest.pk}/").content.decode()

    def test_as_a_picture_that_can_do_nothing_and_never_changes(self, client, with_crest):
        answer = client.get(reverse("crest-picture", args=[with_crest.crest]))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "immutable" in answer["Cache-Control"]
        assert answer.content.startswith(b"\x89PNG")
        assert client.get(reverse("crest-picture", args=["0" * 64])).status_code == 404

    def test_on_certificates(self, with_crest, enrolment, now):
        certificate = Certificate.objects.get(enrolment=complete(enrolment, now=now))
        certificate.issuer = with_crest
        assert b"/Image" in rendering.pdf(certificate)
        sheet = rendering.sheet_for(certificate)
        assert contents_of(certificate, sheet).images["crest"] == image(data_uri(with_crest))

    def test_on_activation_cards(self, with_crest, wanjiru, now):
        wanjiru.institution = with_crest
        card = ActivationCard(person=wanjiru, expires_at=now)
        assert sheet_layout._card(card, "ABCD", "en").crest.startswith("data:image/png;base64,")
        assert sheet_layout.pdf([(card, "ABCD-EFGH")], language="en").startswith(b"%PDF")

    def test_nowhere_where_there_is_none(self, as_, wanjiru, academy):
        assert data_uri(academy) == data_uri(None) == ""
        assert "/crests/" not in as_(wanjiru).get("/learn/").content.decode()
