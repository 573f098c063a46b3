"""Sheets of cards: for whom, what is on the paper, once, void, killed."""

import io
import re
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.utils import timezone
from pypdf import PdfReader

from lms.people.administration.cards import sheet_layout, sheets
from lms.people.administration.roster import runner
from lms.people.administration.roster import services as rosters
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from lms.people.identity.accounts import services
from lms.people.identity.accounts.models import ActivationCard, CardSheet

SHEETS = "/academy/sign-in/cards/"
CODE = r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}"


@pytest.fixture
def have_made(as_, amina, cohort, django_capture_on_commit_callbacks):
    """Has a sheet made on the page, and gives it."""

    def make(whom="waiting", **asked) -> CardSheet:
        asked = asked or {"cohort": cohort.pk}
        with django_capture_on_commit_callbacks(execute=True):
            answer = as_(amina).post(SHEETS, {"whom": whom, **asked})
        assert answer.status_code == 302, answer.content.decode()
        return CardSheet.objects.latest("pk")

    return make


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def fetch(client, sheet):
    return client.post(f"{SHEETS}{sheet.pk}/print/")


class TestASheet:
    def test_has_a_card_for_each_who_has_no_password(self, as_, client, amina, cadet, have_made):
        sheet = have_made()
        assert (sheet.status, sheet.total, ActivationCard.objects.get().person) == ("done", 1, cadet)
        answer = fetch(as_(amina), sheet)
        assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("application/pdf", True)
        text = text_of(answer.content)
        for part in ("Mlima Police Academy", "KE-50", "127.0.0.1:8000/activate/"):
            assert part in text
        (code,) = re.findall(CODE, text)
        assert client.post("/activate/", {"username": "KE-50", "code": code}).url == "/activate/password/"

    def test_is_fetched_once_and_kept_sealed_until_then(self, as_, amina, have_made):
        sheet = have_made()
        assert sheet.sealed
        assert "%PDF" not in sheet.sealed
        client = as_(amina)
        assert fetch(client, sheet).status_code == 200
        assert fetch(client, sheet).status_code == 302
        sheet.refresh_from_db()
        assert (sheet.sealed, sheet.printed_at is not None) == ("", True)
        assert AuditEntry.objects.get(action="cards_printed").data == {"sheet": sheet.pk, "cards": 1}

    @pytest.mark.parametrize(
        ("whom", "numbers"), [("waiting", []), ("never", ["KE-50"]), ("all", ["KE-20377", "KE-50"])]
    )
    def test_is_for_whom_one_says(self, amina, cadet, cohort, whom, numbers):
        services.give_card(person=cadet, by=amina, now=timezone.now())
        sheet = sheets.begin(
            people=User.objects.filter(cohort_places__cohort=cohort),
            whom=whom,
            title="",
            language="en",
            by=amina,
            now=timezone.now(),
        )
        made = (
            sheet.cards.order_by("person__service_number").values_list("person__service_number", flat=True)
            if sheet
            else []
        )
        assert list(made) == numbers

    def test_is_for_those_ticked_and_never_for_whom_one_does_not_manage(
        self, as_, amina, cadet, neighbour, superuser, have_made
    ):
        sheet = have_made("all", person=[cadet.pk, neighbour.pk, superuser.pk, amina.pk])
        assert [card.person for card in sheet.cards.all()] == [cadet]
        answer = as_(amina).post(SHEETS, {"whom": "all", "person": [neighbour.pk]})
        assert answer.status_code == 422

    def test_is_for_the_people_of_a_list(self, amina, academy, have_made):
        data = b"service number,name\nKE-61,Ayaan Farah\nKE-62,Tigist Bekele\n"
        roster = rosters.begin(data=data, name="x.csv", institution=academy, by=amina, now=timezone.now())
        runner.run(roster.pk)
        roster.refresh_from_db()
        rosters.apply(roster=roster, by=amina, now=timezone.now())
        runner.run(roster.pk)
        sheet = have_made(roster=roster.pk)
        assert sheet.total == 2

    def test_of_the_neighbour_s_cohort_or_list_is_refused(self, as_, amina, neighbour_academy, stranger):
        theirs = stranger.institution.cohorts.create(name="Theirs")
        answer = as_(amina).post(SHEETS, {"whom": "all", "cohort": theirs.pk})
        assert (answer.status_code, CardSheet.objects.count()) == (422, 0)

    def test_withdrawn_opens_nothing(self, as_, client, amina, have_made):
        sheet = have_made()
        (code,) = re.findall(CODE, text_of(fetch(as_(amina), sheet).content))
        as_(amina).post(f"{SHEETS}{sheet.pk}/withdraw/")
        as_(amina).post(f"{SHEETS}{sheet.pk}/withdraw/")
        assert client.post("/activate/", {"username": "KE-50", "code": code}).status_code == 422
        assert AuditEntry.objects.filter(action="card_withdrawn").count() == 1

    def test_is_in_scripts_of_the_people_in_their_language(self, as_, amina, academy, cohort, have_made):
        people = [
            User.objects.create_user(f"KE-7{number}", name=name, institution=academy, language=language)
            for number, (name, language) in enumerate([("فاطمة أحمد", "ar"), ("W" * 200, "en"), ("张伟 Zhang", "sw")])
        ]
        sheet = have_made(person=[person.pk for person in people])
        reader = PdfReader(io.BytesIO(fetch(as_(amina), sheet).content))
        assert len(reader.pages) == 1
        text = reader.pages[0].extract_text()
        assert len(re.findall(CODE, text)) == 3
        fonts = {font.get_object()["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()}
        assert any("Arabic" in font for font in fonts)

    def test_of_eleven_is_two_pages(self, as_, amina, academy, have_made):
        people = User.objects.bulk_create(
            [User(service_number=f"KE-6{n:02}", name=f"Ayan {n}", institution=academy, password="!") for n in range(11)]
        )
        sheet = have_made(person=[person.pk for person in people])
        assert len(PdfReader(io.BytesIO(fetch(as_(amina), sheet).content)).pages) == 2


class TestItsWork:
    def begin(self, amina, cohort, now):
        people = User.objects.filter(cohort_places__cohort=cohort)
        return sheets.begin(people=people, whom="all", title="", language="en", by=amina, now=now)

    def test_killed_half_way_begins_anew(self, amina, cohort):
        now = timezone.now()
        sheet = self.begin(amina, cohort, now)
        CardSheet.objects.filter(pk=sheet.pk).update(status="running", tries=1, touched_at=now - timedelta(minutes=3))
        assert sheets.resume(now=now) == 1
        sheets.make(sheet.pk)
        sheet.refresh_from_db()
        assert (sheet.status, sheet.handled) == ("done", 2)
        sealed = sheet.sealed
        sheets.make(sheet.pk)
        sheet.refresh_from_db()
        assert sheet.sealed == sealed, "run again it does nothing"

    def test_given_up_leaves_no_card_that_nobody_knows(self, amina, cohort):
        now = timezone.now()
        sheet = self.begin(amina, cohort, now)
        CardSheet.objects.filter(pk=sheet.pk).update(status="running", tries=3, touched_at=now - timedelta(minutes=3))
        sheets.make(sheet.pk)
        sheet.refresh_from_db()
        assert (sheet.status, ActivationCard.objects.count()) == ("failed", 0)

    def test_a_card_made_meanwhile_stays_the_one_that_counts(self, amina, cadet, cohort):
        sheet = self.begin(amina, cohort, timezone.now())
        card, _code = services.give_card(person=cadet, by=amina, now=timezone.now())
        sheets.make(sheet.pk)
        assert ActivationCard.objects.get(person=cadet).code == card.code

    def test_what_nobody_fetched_within_a_day_is_deleted_with_its_cards(self, amina, cohort):
        now = timezone.now()
        sheet = self.begin(amina, cohort, now)
        sheets.make(sheet.pk)
        sheets.delete_old_sheets(now=now + timedelta(hours=23))
        assert ActivationCard.objects.count() == 2
        sheets.delete_old_sheets(now=now + timedelta(hours=25))
        sheet.refresh_from_db()
        assert (sheet.sealed, ActivationCard.objects.count()) == ("", 0)

    def test_cards_go_when_they_are_over_and_sheets_later(self, amina, cadet, cohort):
        now = timezone.now()
        services.give_card(person=cadet, by=amina, now=now)
        self.begin(amina, cohort, now)
        sheets.delete_old_sheets(now=now + timedelta(days=91))
        assert (ActivationCard.objects.count(), CardSheet.objects.count()) == (0, 0)

    def test_begins_with_the_same_statements_for_many(self, amina, academy, django_assert_max_num_queries):
        User.objects.bulk_create(
            [User(service_number=f"KE-6{n:03}", name=f"Ayan {n}", institution=academy, password="!") for n in range(80)]
        )
        with django_assert_max_num_queries(14):
            sheet = sheets.begin(
                people=User.objects.all(), whom="all", title="", language="en", by=amina, now=timezone.now()
            )
        assert sheet.total == 80


def test_a_code_to_scan_has_number_and_code_behind_the_hash_alone(settings):
    settings.BASE_URL = "https://train.example.org"
    address, _hash, behind = sheet_layout.address_with("KE-1/2", "ABCD-EFGH").partition("#")
    assert (address, parse_qs(behind)) == ("https://train.example.org/activate/", {"n": ["KE-1/2"], "c": ["ABCD-EFGH"]})
