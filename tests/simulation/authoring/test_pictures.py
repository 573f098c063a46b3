"""An author gives a card a picture: brought, replaced, taken away, said in words, and carried by files."""

import json
from base64 import b64encode
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from PIL import Image

from assessments.casework.definition.pictures import MOST
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page.compiler import compile_case
from assessments.simulation.pictures.conversion import convert_picture
from assessments.simulation.pictures.models import Picture
from lms.foundation.plugins.activity import NotReady
from tests.simulation.pictured import REFUSED, photo

from .test_case import text
from .test_files import bring, carried, downloaded, saved, upload

ALT = {"alt": "A wallet on a table"}


def file(data: bytes | None = None, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or photo(), "image/jpeg")


@pytest.fixture
def card(where):
    return where("case-thing", "cards", "c_wallet")


@pytest.fixture
def gives(as_, editor, card, sent):
    """What the editor sends of the form of the card; what is given as None is not filled in."""

    def give(address: str = card, **typed):
        client = as_(editor)
        given = {name: value for name, value in typed.items() if value is not None}
        fields = {name: value for name, value in sent(client.get(address)).items() if name not in typed}
        return client.post(address, fields | given)

    return give


@pytest.fixture
def named(draft):
    """The name of the picture of the card in the draft."""
    return lambda: draft().structure["cards"]["c_wallet"].get("picture", "")


@pytest.fixture
def pictured(gives, named):
    assert gives(file=file(), **ALT, credit="Drawn by the academy").status_code == 302
    return named()


class TestTheForm:
    def test_brings_it_and_shows_it(self, as_, editor, where, card, draft, pictured):
        assert pictured == Picture.objects.get().pk == sha256(convert_picture(photo())).hexdigest()
        words = draft().texts["en"]["cards"]["c_wallet"]
        assert (words["alt"], words["credit"]) == (ALT["alt"], "Drawn by the academy")
        shown = text(as_(editor).get(card))
        assert f'src="{where("case-picture", pictured)}" alt="A wallet on a table"' in shown
        assert as_(editor).get(where("case-picture", pictured)).status_code == 200
        assert "A wallet on a table" in text(as_(editor).get(where("case-part", "cards")))

    def test_is_seen_in_the_preview_of_that_seat_alone(self, as_, editor, where, pictured):
        seen, other = (text(as_(editor).get(f"{where('case-preview')}?seat={seat}")) for seat in ("fiu", "labour"))
        assert where("case-picture", pictured) in seen and pictured not in other

    def test_replaces_it_and_keeps_it_where_nothing_new_is_brought(self, gives, named, pictured):
        assert gives(title="Another title").status_code == 302 and named() == pictured
        assert gives(file=file(photo(colour=(200, 1, 1)))).status_code == 302
        assert named() != pictured and Picture.objects.count() == 2

    def test_takes_it_away_with_its_words_in_every_language(self, gives, named, draft, bilingual, pictured):
        assert gives(without="on", alt=None).status_code == 302
        assert named() == ""
        assert not {"alt", "credit"} & {name for words in draft().texts.values() for name in words["cards"]["c_wallet"]}

    def test_says_beside_the_field_what_is_wrong(self, gives, draft):
        (data, sentence), before = REFUSED[0], draft()
        page = gives(file=file(data), **ALT)
        assert page.status_code == 422 and draft() == before and not Picture.objects.exists()
        assert sentence in " ".join(page.context["form"].errors["file"])
        assert 'href="#id_file"' in text(page)

    def test_wants_words_for_who_does_not_see_it(self, gives, named):
        page = gives(file=file(), alt=None)
        assert page.status_code == 422 and named() == ""
        assert "Say what is to be seen" in " ".join(page.context["form"].errors["alt"])

    def test_of_a_new_card_sent_twice_is_one_card(self, as_, editor, where, draft, gives):
        about = {"title": "The blue van", "text": "It stands behind the kitchen.", **ALT}
        for _twice in range(2):
            assert gives(where("case-add", "cards"), **about, file=file()).status_code == 302
        assert draft().structure["cards"]["the_blue_van"]["picture"] == Picture.objects.get().pk
        assert "the_blue_van_2" not in draft().structure["cards"]

    def test_takes_no_more_than_a_case_may_have(self, gives, case_page, named):
        for number in range(MOST):
            case_page.structure["cards"][f"n{number}"] = {"picture": sha256(bytes([number])).hexdigest()}
        case_page.save_revision()
        page = gives(file=file(), **ALT)
        assert page.status_code == 422 and named() == ""
        assert f"up to {MOST} pictures" in " ".join(page.context["form"].errors["file"])

    def test_in_another_language_asks_for_its_words_alone(self, as_, editor, bilingual, card, draft, gives, pictured):
        french = card + "?language=fr"
        shown = text(as_(editor).get(french))
        assert 'name="file"' not in shown and 'name="alt"' in shown
        assert gives(french, title="Portefeuille", alt=None).status_code == 302  # piece by piece
        assert {"fr"} == {one.values["language"] for one in draft().findings if one.what == "no_alt"}
        assert gives(french, alt="Un portefeuille sur une table").status_code == 302
        assert draft().texts["fr"]["cards"]["c_wallet"]["alt"] == "Un portefeuille sur une table"
        assert draft().structure["cards"]["c_wallet"]["picture"] == pictured

    def test_in_another_language_has_no_words_for_a_card_without(self, as_, editor, bilingual, where):
        shown = text(as_(editor).get(where("case-thing", "cards", "c_call1") + "?language=fr"))
        assert 'name="alt"' not in shown

    def test_a_large_body_is_taken_of_an_editor_and_of_nobody_else(self, as_, gives, card, stranger):
        assert gives(file=file(photo() + b"\0" * 3_000_000), **ALT).status_code == 302
        assert as_(stranger).post(card, {"x": "x" * 3_000_000}).status_code == 413


class TestWhoSeesADraft:
    def test_nor_what_no_card_of_it_names(self, as_, editor, where, gives, pictured):
        gives(without="on", alt=None)
        assert as_(editor).get(where("case-picture", pictured)).status_code == 404


class TestTheChecker:
    def test_names_a_picture_without_words(self, as_, editor, bilingual, where, pictured):
        shown = text(as_(editor).get(where("case")))
        assert "(French): its picture needs words for people who do not see it." in shown

    def test_names_one_that_is_not_there_and_it_is_not_released(self, as_, editor, case_page, where, gives, pictured):
        Picture.objects.all().delete()
        page = CasePage.objects.get(pk=case_page.pk).get_latest_revision_as_object()
        with pytest.raises(NotReady, match="its picture is not here"):
            compile_case(page, "en")
        gives(title="Another title")
        assert "its picture is not here" in text(as_(editor).get(where("case")))


class TestAFile:
    def test_carries_it_to_another_site_and_back(self, as_, editor, where, draft, named, pictured):
        client = as_(editor)
        data, before = downloaded(client, where), draft()
        assert [*json.loads(data)["pictures"]] == [pictured]
        bring(client, where, data)
        assert draft() == before
        Picture.objects.all().delete()
        for _twice in range(2):
            bring(client, where, data)
            assert named() == Picture.objects.get().pk
        assert "its picture is not here" not in text(client.get(where("case")))

    def test_is_drawn_anew_and_what_no_card_names_is_left_out(self, as_, editor, where, named):
        client, raw, more = as_(editor), photo("PNG"), photo(colour=(1, 1, 1))
        case = json.loads(downloaded(client, where))
        name = sha256(raw).hexdigest()
        case["cards"]["c_wallet"] |= {"picture": name, **ALT}
        case["pictures"] = {each: b64encode(data).decode() for each, data in ((name, raw), ("x", more))}
        bring(client, where, json.dumps(case).encode())
        row = Picture.objects.get()
        assert named() == row.pk != name and Image.open(BytesIO(bytes(row.data))).format == "JPEG"

    @pytest.mark.parametrize(
        "change",
        [
            lambda name, raw: {name: b64encode(raw + b"x").decode()},
            lambda name, raw: {name: "not base64"},
            lambda name, raw: {name: 7},
            lambda name, raw: {name: "A" * 3_000_000},
            lambda name, raw: [name],
            *(lambda name, raw, hostile=hostile: {name: b64encode(hostile).decode()} for hostile, _why in REFUSED[1:3]),
        ],
    )
    def test_with_what_is_no_picture_is_refused_with_its_place(self, as_, editor, where, draft, change):
        client, raw = as_(editor), photo()
        case, before = json.loads(downloaded(client, where)), draft()
        name = sha256(raw).hexdigest()
        case["cards"]["c_wallet"]["picture"] = name
        case["pictures"] = change(name, raw)
        page = upload(client, where("case-upload"), json.dumps(case).encode())
        assert page.status_code == 422 and "at “pictures" in text(page)
        assert draft() == before and not Picture.objects.exists()

    def test_of_words_in_another_language_is_the_same_case(self, as_, editor, bilingual, where, draft, gives, pictured):
        client, address = as_(editor), where("case-download", "json")
        gives(where("case-thing", "cards", "c_wallet") + "?language=fr", alt="Un portefeuille")
        english, french = (client.get(f"{address}?language={language}").content for language in ("en", "fr"))
        Picture.objects.all().delete()
        assert "pictures" not in json.loads(client.get(address).content)  # it names what is not here
        for language, data in (("en", english), ("fr", french)):
            page = upload(client, where("case-upload"), data, language)
            assert page.status_code == 200, text(page)
            client.post(where("case-take"), {"import": carried(page)})
        assert draft().texts["fr"]["cards"]["c_wallet"]["alt"] == "Un portefeuille"

    def test_a_workbook_names_it(self, as_, editor, where, draft, gives, pictured):
        client = as_(editor)
        gives(where("case-thing", "cards", "c_call2"), file=file(photo(colour=(1, 90, 1))), alt="A telephone")
        other = draft().structure["cards"]["c_call2"]["picture"]
        book = load_workbook(BytesIO(client.get(where("case-download", "xlsx")).content))
        first = next(row for row in book.worksheets[0].iter_rows(min_row=2) if row[0].value == "j01")
        assert "Picture" in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
        assert first[-1].value == other
        first[-1].value = pictured
        bring(client, where, saved(book))
        assert draft().structure["cards"]["c_call2"]["picture"] == pictured
        first[-1].value = "a photo of a door"
        page = upload(client, where("case-upload"), saved(book))
        assert "the entry for its picture names no picture" in text(page)
        client.post(where("case-take"), {"import": carried(page)})
        assert draft().structure["cards"]["c_call2"]["picture"] == pictured
