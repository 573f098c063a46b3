"""Pictures on cards: drawn anew and light; to the seat that was told the card, those who run the run, and paper."""

import gzip
import io
import re
from base64 import b64encode
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from assessments.casework import read_case
from assessments.simulation.jobs import DeleteUnusedPictures
from assessments.simulation.pictures.conversion import LIGHT, convert_picture
from assessments.simulation.pictures.models import Picture
from assessments.simulation.pictures.services import bytes_of, keep, on_paper
from assessments.simulation.printing import views
from assessments.simulation.printing.packs import cards_of, pictures_of
from assessments.simulation.runs import services
from assessments.simulation.runs.current_state import state_at
from assessments.simulation.runs.models import Seat
from lms.foundation.interface.pictures import NoPicture
from lms.foundation.plugins.identifiers import uuid7
from tests.made_files import made_file
from tests.progress.counting import statements

from .conftest import SEATS
from .pictured import CAMERA, NAMES, REFUSED, case_page, noise, photo, pictures
from .test_console import at
from .test_looking import changed, tables
from .test_playing import moment

__all__ = ["case_page", "pictures"]
NAMED = re.compile(r"/picture/([0-9a-f]{64})/")


def seat_of(run, role: str) -> Seat:
    return Seat.objects.get(run=run, role=role, left_at=None)


def of_seat(run, role: str, name: str) -> str:
    return reverse("simulation:seat-picture", args=[seat_of(run, role).pk, name])


def page(client, where: str) -> str:
    return unescape(client.get(where).content.decode())


def in_pdf(data: bytes) -> set[int]:
    """The pictures of a PDF, by number."""
    return {number(image.data) for sheet in PdfReader(io.BytesIO(data)).pages for image in sheet.images}


def number(picture: bytes) -> int:
    """Which of `pictures` it is, by its colour."""
    with Image.open(io.BytesIO(picture)) as opened:
        return round(opened.convert("RGB").getpixel((5, 5))[0] / 8)


class TestTheFile:
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_is_drawn_anew_without_what_it_says_besides(self, form):
        given = photo(form, (2400, 1800))
        kept = convert_picture(given)
        with Image.open(io.BytesIO(kept)) as opened:
            assert (opened.format, opened.size, dict(opened.getexif())) == ("JPEG", (960, 720), {})
        assert CAMERA.encode() in given and CAMERA.encode() not in kept and b"Exif" not in kept
        assert convert_picture(given) == kept

    def test_is_light_whatever_is_on_it_and_does_not_grow(self):
        assert len(convert_picture(noise())) <= LIGHT
        assert Image.open(io.BytesIO(convert_picture(photo(size=(40, 30))))).size == (40, 30)

    def test_that_is_transparent_stands_on_white(self):
        file = io.BytesIO()
        Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(file, "PNG")
        assert Image.open(io.BytesIO(convert_picture(file.getvalue()))).getpixel((30, 20)) == (255, 255, 255)

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
    def test_in_other_modes_is_drawn(self, mode):
        file = io.BytesIO()
        Image.new(mode, (60, 40)).save(file, "JPEG" if mode == "CMYK" else "PNG")
        assert convert_picture(file.getvalue()).startswith(b"\xff\xd8")

    @pytest.mark.parametrize(("data", "sentence"), REFUSED, ids=NAMES)
    def test_that_is_none_is_refused_with_what_to_do(self, data, sentence):
        with pytest.raises(NoPicture, match=re.escape(sentence)):
            convert_picture(data)

    def test_that_is_damaged_anywhere_is_refused_or_drawn(self):
        given = photo(size=(80, 80))
        for cut in range(8, 400, 23):
            damaged = given[:cut] + bytes(255 - byte for byte in given[cut : cut + 9]) + given[cut + 9 :]
            try:
                assert convert_picture(damaged).startswith(b"\xff\xd8")
            except NoPicture as error:
                assert str(error)

    def test_is_kept_once(self, db, now):
        one, again = (keep(convert_picture(photo()), now=moment) for moment in (now, now + timedelta(days=1)))
        row = Picture.objects.get()
        assert one == again == row.pk
        assert (row.width, row.height, row.used_at) == (400, 300, now + timedelta(days=1))


class TestTheSeat:
    def test_shows_the_picture_of_its_card_in_words_too(self, as_, players, run, pictures):
        shown = page(as_(players["fiu"]), reverse("simulation:seat", args=[seat_of(run, "fiu").pk]))
        assert f'src="{of_seat(run, "fiu", pictures["c_wallet"])}"' in shown
        assert 'alt="Seen on c_wallet"' in shown and "Drawn for c_wallet" in shown and "Seen on c_call1" not in shown
        assert f'{pictures["c_wallet"]}/" width="40" height="30"' in shown

    def test_gets_what_it_was_told_and_nothing_before(self, as_, players, run, pictures, now, clock):
        client, early = as_(players["investigator"]), of_seat(run, "investigator", pictures["c_call2"])
        assert client.get(early).status_code == 404
        clock.move_to(moment(now, 130))
        assert client.get(early).status_code == 200

    def test_gets_what_was_passed_on_to_it(self, as_, players, run, pictures, now):
        where = of_seat(run, "labour", pictures["c_wallet"])
        assert as_(players["labour"]).get(where).status_code == 404
        data = {"card": "c_wallet", "to": ["labour"]}
        services.record(seat=seat_of(run, "fiu"), verb="share", data=data, entry_id=uuid7(), now=now)
        assert as_(players["labour"]).get(where).status_code == 200

    def test_nor_before_the_run_begins_nor_what_is_no_picture_of_the_case(self, as_, players, make_run, pictures, now):
        run = make_run(opened=False)
        assert as_(players["fiu"]).get(of_seat(run, "fiu", pictures["c_wallet"])).status_code == 404
        services.open_run(run=run, by=seat_of(run, "excon").person, now=now)
        other = keep(convert_picture(photo(colour=(1, 2, 3))), now=now)
        for name in (other, "0" * 64, "c_wallet"):
            assert as_(players["fiu"]).get(of_seat(run, "fiu", name)).status_code == 404

    def test_writes_nothing_by_looking(self, as_, omar, players, run, pictures):
        client, control = as_(players["fiu"]), as_(omar)
        before = tables()
        addresses = of_seat(run, "fiu", pictures["c_wallet"]), at("picture", run, pictures["c_wallet"])
        for asks, where in zip((client, control), addresses, strict=True):
            assert asks.get(where).status_code == 200 and asks.post(where).status_code == 405
        assert changed(before) == set()

    def test_gets_an_image_that_can_do_nothing_and_that_no_cache_on_the_way_keeps(self, as_, players, run, pictures):
        response = as_(players["fiu"]).get(of_seat(run, "fiu", pictures["c_wallet"]))
        assert response["Content-Type"] == "image/jpeg" and response.content.startswith(b"\xff\xd8")
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert {*response["Cache-Control"].split(", ")} == {"private", "no-cache"}

    def test_gets_its_bytes_once_and_asks_each_time_whether_they_may_be_shown(
        self, as_, players, run, pictures, omar, now
    ):
        client, where = as_(players["fiu"]), of_seat(run, "fiu", pictures["c_wallet"])
        client.get(where)
        with statements() as asked:
            kept = {"If-None-Match": client.get(where)["ETag"]}
        assert len(asked) <= 3
        with statements() as asked:
            again = client.get(where, headers=kept)
        assert (again.status_code, again.content) == (304, b"")
        assert len(asked) <= 2
        assert as_(players["labour"]).get(where, headers=kept).status_code == 404
        early = of_seat(run, "fiu", pictures["c_call2"])
        for tag in ("*", f'"{pictures["c_call2"]}"'):
            assert client.get(early, headers={"If-None-Match": tag}).status_code == 404
        services.unseat(seat=seat_of(run, "fiu"), by=omar, now=now)
        assert client.get(where, headers=kept).status_code == 404

    @pytest.mark.parametrize("minute", [130, *(pytest.param(one, marks=pytest.mark.sweep) for one in (0, 6000))])
    def test_no_response_names_or_sends_the_picture_of_a_card_of_another(
        self, as_, players, run, pictures, now, clock, minute
    ):
        clock.move_to(moment(now, minute))
        told = state_at(run, moment(now, minute)).told
        for role in SEATS:
            client, own = as_(players[role]), {pictures[one.card] for one in told.get(role, ())}
            response = client.get(reverse("simulation:seat", args=[seat_of(run, role).pk]))
            shown = f"{response.content.decode()} {dict(response.headers)}"
            assert set(NAMED.findall(shown)) == own
            assert not [name for name in pictures.values() if name in shown and name not in own]
            sent = {name: client.get(of_seat(run, role, name)).status_code for name in pictures.values()}
            assert sent == {name: 200 if name in own else 404 for name in pictures.values()}


def test_a_page_with_pictures_costs_no_statement_more_and_stays_small(as_, players, run, now, clock):
    client, where = as_(players["fiu"]), reverse("simulation:seat", args=[seat_of(run, "fiu").pk])
    client.get(where)
    for minute in (0, 6000):
        clock.move_to(moment(now, minute))
        with statements() as asked:
            shown = client.get(where).content
        assert b"/picture/" in shown and len(gzip.compress(shown)) <= 12 * 1024
        assert len(asked) <= 6 and not [one for one in asked if "simulation_picture" in one]


class TestWhoRunsIt:
    def test_sees_those_of_all_cards_at_the_console(self, as_, omar, run, pictures):
        client = as_(omar)
        shown = page(client, at("console", run))
        assert at("picture", run, pictures["c_call2"]) in shown and 'alt="Seen on c_call2"' in shown
        assert client.get(at("picture", run, pictures["c_call2"])).status_code == 200

    def test_the_debrief_shows_those_of_cards_that_reached_somebody(self, as_, omar, run, pictures, now):
        services.finish(run=run, by=omar, now=now)
        shown = page(as_(omar), at("debrief", run))
        assert at("picture", run, pictures["c_wallet"]) in shown and "Drawn for c_wallet" in shown
        assert pictures["c_call2"] not in shown
        told = {pictures[one.card] for cards in state_at(run, now).told.values() for one in cards}
        assert in_pdf(made_file(as_(omar), at("debrief-paper", run)).content) == {*map(number, bytes_of(told).values())}

    def test_behind_a_curtain_the_pictures_are_those_of_who_holds_the_screen(self, as_, omar, make_run, pictures):
        room, client = make_run(mode="plenary"), as_(omar)
        shown = page(client, at("behind", room, "fiu") + "?open=1")
        where = at("picture", room, pictures["c_wallet"])
        assert where in shown and client.get(where).status_code == 200
        assert set(NAMED.findall(shown)) == {pictures["c_wallet"]}


class TestOnPaper:
    @pytest.mark.parametrize("seat", ["fiu", "investigator"])
    def test_a_pack_holds_the_pictures_of_its_seat_and_no_other(self, as_, omar, run, case_page, pictures, seat):
        case, client = read_case(case_page.structure), as_(omar)
        own = pictures_of(case, seat)
        shown = client.get(at("print", run, seat)).content.decode()
        assert "/picture/" not in shown
        found = set(re.findall(r'src="data:image/jpeg;base64,([^"]+)"', shown))
        assert found == {b64encode(data).decode() for data in bytes_of(own).values()}
        alts = {card for card in pictures if f'alt="Seen on {card}"' in shown}
        assert {pictures[card] for card in alts} == own

    def test_the_pdf_has_them_too(self, as_, omar, run, case_page):
        own = pictures_of(read_case(case_page.structure), "fiu")
        assert in_pdf(as_(omar).get(at("print-paper", run, "fiu")).content) == {*map(number, bytes_of(own).values())}

    def test_a_pack_of_more_cards_than_the_limit_is_printed_from_its_page(self, as_, omar, run, case_page, monkeypatch):
        number = len(cards_of(read_case(case_page.structure), "fiu"))
        client, paper = as_(omar), at("print-paper", run, "fiu")
        monkeypatch.setattr(views, "CARDS_AT_ONCE", number)
        assert client.get(paper)["Content-Type"] == "application/pdf"
        assert paper in client.get(at("print", run, "fiu")).content.decode()
        monkeypatch.setattr(views, "CARDS_AT_ONCE", number - 1)
        assert client.get(paper).status_code == 404
        page = client.get(at("print", run, "fiu")).content.decode()
        assert paper not in page and "Print this page" in page

    def test_without_pictures_a_pack_asks_for_none(self, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert on_paper(set()) == {}


class TestLettingGo:
    def swept(self, academy, moment) -> set[str]:
        DeleteUnusedPictures().run([academy], now=moment)
        return set(Picture.objects.values_list("pk", flat=True))

    def test_of_what_no_case_names_and_only_after_two_days(self, academy, case_page, pictures, now):
        lost = keep(convert_picture(photo(colour=(9, 9, 9))), now=now)
        assert lost in self.swept(academy, now + timedelta(days=2))
        assert self.swept(academy, now + timedelta(days=2, minutes=1)) == {*pictures.values()}
        assert Picture.objects.filter(used_at=now + timedelta(days=2, minutes=1)).count() == len(pictures)

    def test_not_of_what_a_draft_names(self, academy, case_page, now):
        new = keep(convert_picture(photo(colour=(9, 9, 9))), now=now)
        case_page.structure["cards"]["c_wallet"]["picture"] = new
        case_page.save_revision()
        assert new in self.swept(academy, now + timedelta(days=3))

    def test_nor_of_what_was_released_though_the_page_is_gone(self, academy, course, case_page, pictures, now):
        case_page.structure = {}
        case_page.save_revision().publish()
        case_page.revisions.exclude(pk=case_page.latest_revision_id).delete()
        assert self.swept(academy, now + timedelta(days=200)) == {*pictures.values()}
