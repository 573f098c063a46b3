"""The administrator's page of the audit log: what is found, by whom, and at what cost."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.administration.audit_log.views import ENTRIES_ON_A_PAGE
from lms.people.audit.models import AuditEntry
from lms.people.audit.search import entries_page, search_entries
from lms.people.audit.services import note
from tests.conftest import make_person
from tests.people.test_plans import tables_read_whole

LOG = "/academy/log/"


@pytest.fixture
def noted(omar, wanjiru, abdi, neighbour, now):
    """Three entries: two of the academy, one of the neighbour's."""
    return [
        note("password_changed", by=omar, person=wanjiru, now=now - timedelta(days=2)),
        note("e_mail_changed", by=abdi, person=abdi, now=now - timedelta(days=1)),
        note("password_changed", by=neighbour, person=neighbour, now=now),
    ]


def ids(answer) -> list[int]:
    """Of the entries that `noted` made; making the people is noted, too."""
    lines = answer.context["lines"]
    return [line.entry.pk for line in lines if line.entry.action in ("password_changed", "e_mail_changed")]


class TestThePage:
    def test_shows_what_concerns_the_administrator_s_people_the_newest_first(self, as_, amina, noted):
        answer = as_(amina).get(LOG)
        wanted = [noted[1].pk, noted[0].pk]
        assert [pk for pk in ids(answer) if pk in {entry.pk for entry in noted}] == wanted
        text = answer.content.decode()
        assert "Password changed" in text
        assert "KE-20377" in text
        assert "KE-200" not in text.replace("KE-20377", "")

    def test_says_what_changed_in_the_words_of_the_reader(self, as_, amina, omar, wanjiru, now):
        note("person_changed", by=omar, person=wanjiru, now=now, fields=["phone", "nosuch"])
        note("role_given", by=omar, person=wanjiru, now=now, role="instructor")
        note("password_changed", by=omar, person=wanjiru, now=now, known_to_others=False)
        browser = as_(amina)
        said = [line.details for line in browser.get(LOG).context["lines"]]
        assert [("Fields", "phone, nosuch")] in said and [("Role", "Instructor")] in said
        browser.cookies["django_language"] = "ar"
        text = browser.get(LOG).content.decode()
        assert "الهاتف" in text and "مدرّب" in text and "known to others" not in text and "phone, nosuch" not in text

    def test_finds_by_who_whom_what_and_when(self, as_, amina, noted, now):
        browser, today = as_(amina), now.date()
        first, second, _other = (entry.pk for entry in noted)
        assert ids(browser.get(LOG, {"by": "ke-100"})) == [first]
        assert ids(browser.get(LOG, {"person": " KE-20417 "})) == [second]
        assert ids(browser.get(LOG, {"action": "password_changed"})) == [first]
        assert ids(browser.get(LOG, {"until": today - timedelta(days=2)})) == [first]
        since = {"since": today - timedelta(days=1), "until": today - timedelta(days=1)}
        assert ids(browser.get(LOG, since)) == [second]

    @pytest.mark.parametrize(
        "asked",
        [
            {"action": "no-such"},
            {"since": "yesterday"},
            {"since": "2026-02-02", "until": "2026-02-01"},
            {"by": "x" * 41},
            {"person": "\0"},
        ],
    )
    def test_says_what_is_wrong_with_what_is_asked(self, as_, amina, noted, asked):
        answer = as_(amina).get(LOG, asked)
        assert answer.status_code == 400
        assert not answer.context["lines"]
        assert 'class="error"' in answer.content.decode()
        assert as_(amina).get(f"{LOG}export.csv", asked).status_code == 404

    def test_leads_from_page_to_page_without_counting(self, as_, amina, wanjiru, now):
        for number in range(ENTRIES_ON_A_PAGE * 2 + 3):
            note("password_changed", person=wanjiru, now=now + timedelta(seconds=number // 4))
        browser, seen, before = as_(amina), [], ""
        for _page in range(3):
            answer = browser.get(LOG, {"action": "password_changed", "before": before})
            seen += ids(answer)
            before = answer.context["older"]
        assert before is None
        assert len(seen) == len(set(seen)) == ENTRIES_ON_A_PAGE * 2 + 3
        assert seen == list(
            AuditEntry.objects.filter(action="password_changed").order_by("-at", "-id").values_list("pk", flat=True)
        )

    def test_costs_the_same_statements_for_one_entry_and_for_many(self, as_, amina, noted, wanjiru, omar, now):
        browser = as_(amina)
        with CaptureQueriesContext(connection) as few:
            browser.get(LOG, {"by": "KE-100", "person": "KE-20377"})
        for _again in range(60):
            note("password_changed", by=omar, person=wanjiru, now=now)
        with CaptureQueriesContext(connection) as many:
            browser.get(LOG, {"by": "KE-100", "person": "KE-20377"})
        assert len(few) == len(many) <= 6

    def test_names_somebody_who_is_gone_by_number(self, as_, amina, academy, now):
        person = make_person("KE-77", "Somebody", academy)
        note("password_changed", by=person, person=person, now=now)
        person.delete()
        assert "somebody who is gone" in as_(amina).get(LOG).content.decode()

    def test_shows_an_action_whose_plugin_is_gone_by_its_slug(self, as_, amina, academy, now):
        AuditEntry.objects.create(at=now, action="gone_action", institution=academy)
        assert "gone_action" in as_(amina).get(LOG).content.decode()

    def test_escapes_what_a_plugin_noted(self, as_, amina, academy, now):
        note("password_changed", institution=academy, now=now, word="<script>alert(1)</script>")
        assert "<script>alert" not in as_(amina).get(LOG).content.decode()


class TestAttacks:
    def test_a_neighbour_s_administrator_reads_nothing_whatever_they_ask(self, as_, beside, noted):
        browser = as_(beside)
        for asked in (
            {"person": "KE-20377"},
            {"by": "KE-100"},
            {"before": noted[1].pk},
            {"institution": noted[0].institution_id},
            {"action": "e_mail_changed"},
        ):
            assert not {noted[0].pk, noted[1].pk} & set(ids(browser.get(LOG, asked))), asked
        assert "Wanjir" not in b"".join(browser.get(f"{LOG}export.csv").streaming_content).decode()

    def test_a_number_of_another_institution_is_as_unknown_as_one_that_nobody_has(self, as_, beside, noted):
        browser, answers = as_(beside), []
        for number in ("KE-20377", "KE-99999"):
            with CaptureQueriesContext(connection) as captured:
                answer = browser.get(LOG, {"person": number})
            answers.append((answer.content.decode().replace(number, "").split("<main")[1], len(captured)))
        assert answers[0] == answers[1]

    def test_the_log_has_no_address_that_changes_it(self, as_, amina, noted):
        browser = as_(amina)
        for verb in ("post", "put", "patch", "delete"):
            assert getattr(browser, verb)(LOG).status_code == 405
        assert AuditEntry.objects.filter(pk=noted[0].pk).exists()


class TestTheFile:
    def test_has_the_rows_of_the_filters_and_is_noted(self, as_, amina, noted, academy):
        answer = as_(amina).get(f"{LOG}export.csv", {"action": "password_changed"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [(row["What was done"], row["Service number of whom it is about"]) for row in rows] == [
            ("Password changed", "KE-20377")
        ]
        [entry] = AuditEntry.objects.filter(action="log_exported")
        assert (entry.by_id, entry.institution_id, entry.data) == (amina.pk, academy.pk, {"filters": ["action"]})

    def test_is_no_formula(self, as_, amina, academy, now):
        person = make_person("KE-66", "=HYPERLINK(1)", academy)
        note("password_changed", person=person, now=now)
        text = b"".join(as_(amina).get(f"{LOG}export.csv").streaming_content).decode()
        assert "'=HYPERLINK" in text


def plan(entries) -> set[str]:
    """The tables read whole, of the statement for a page of `entries`."""
    with CaptureQueriesContext(connection) as captured:
        entries_page(entries, before=None, size=ENTRIES_ON_A_PAGE)
    return tables_read_whole(captured[-1]["sql"])


@pytest.mark.parametrize(
    "asked", [{}, {"by": "KE-100"}, {"person": "KE-20377"}, {"action": "password_changed"}, {"since": True}]
)
def test_a_page_reads_no_table_whole(amina, superuser, noted, now, asked):
    """However many entries there are: each way of asking has an index in the order of the page."""
    asked = {"since": now.date()} if "since" in asked else asked
    for viewer in (amina, superuser):
        assert plan(search_entries(viewer, asked)) <= (
            {"people_auditentry"} if viewer is superuser and not asked else set()
        )
