"""The examples of docs/extend/plugins.md, run: one for each socket."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from types import ModuleType

import pytest
from django.core import mail
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import include, path
from django.utils import timezone

from lms import urls
from lms.foundation.plugins import filters
from lms.foundation.plugins.access import Condition, Facts, access_conditions
from lms.foundation.plugins.activity import InvalidAnswer, activities
from lms.foundation.plugins.block import clean, lesson_blocks
from lms.foundation.plugins.certificate import Award, certificate_elements
from lms.foundation.plugins.channel import Message, channels
from lms.foundation.plugins.content_format import content_formats
from lms.foundation.plugins.events import AttemptClosed, publish
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.job import jobs
from lms.foundation.plugins.notice import kinds
from lms.foundation.plugins.pages import destinations, slots
from lms.foundation.plugins.people_sources.rows import NotRead
from lms.foundation.plugins.people_sources.source import people_sources
from lms.foundation.plugins.question import questions
from lms.foundation.plugins.report import reports
from lms.foundation.plugins.runtime.registrations import Registrations
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.switchboard import setting_values
from lms.switchboard.addresses import below_public, public_of
from tests.conftest import NOW, make_person

from .pages import PLUGIN_PAGES, Page


@pytest.fixture
def enrolment(course, wanjiru, on):
    services.enrol(people=[wanjiru], course=course, now=NOW)
    return Enrolment.objects.select_related("institution", "learner").get(learner=wanjiru)


@pytest.fixture
def signed(enrolment):
    """The learner has signed. The row is written by hand: what matters here is that it is there."""
    return Attempt.objects.create(
        enrolment=enrolment,
        activity_id=enrolment.release.outline.activities[0].id,
        release=enrolment.release,
        kind="pledge",
        number=1,
        form={},
        state={"signed": "Wanjirũ"},
        begun_at=NOW,
        completed_at=NOW,
        closed_at=NOW,
    )


def test_the_activity_takes_a_signature(pledge):
    kind = activities.get("pledge")
    form, state = kind.begin({"text": "I will."}, seed=1, terms={})
    with pytest.raises(InvalidAnswer):
        kind.answer(form, state, {"name": [" "]}, now=NOW)
    step = kind.answer(form, state, {"name": ["Wanjirũ"]}, now=NOW)
    assert (step.state, step.outcome.closed) == ({"signed": "Wanjirũ"}, True)
    context = {"activity": kind.context({"text": "I will."}, form, step.state, closed=True, now=NOW), "closed": True}
    assert "Signed by Wanjirũ." in render_to_string(kind.template, context)


def test_the_question_is_marked(pledge):
    kind = questions.get("pledge_word")
    body = kind.body(kind.block().to_python({"word": " Respect "}))
    assert kind.problems(body) == []
    assert kind.problems({"word": ""})
    parts = kind.split(body)
    assert [kind.mark(parts.key, answer) for answer in ("respect", "force", "", None)] == [1, 0, 0, 0]
    assert kind.read({"": ["respect "]}, order=[]) == "respect"
    for nothing in ({}, {"": "respect"}, {"": ["a" * 41]}, {"": [1]}):
        with pytest.raises(InvalidAnswer):
            kind.read(nothing, order=[])
    asked = {"field": "q:1", "closed": False, **kind.context(parts.shown, order=[], response="")}
    assert 'name="q:1"' in render_to_string(kind.template, {"item": asked})
    told = {"closed": True, **kind.context(parts.shown, order=[], response="force", key=parts.key, reveal=parts.reveal)}
    assert "Right: Respect" in render_to_string(kind.template, {"item": told})


def test_the_format_reads_what_it_wrote(pledge):
    kind = content_formats.get("pledge_words")
    reading = kind.read(b"We serve with ___ = respect\n\nno word here\n")
    [draft] = reading.drafts
    assert (draft.kind, draft.stem, draft.body, draft.line) == (
        "pledge_word",
        "<p>We serve with ___</p>",
        {"word": "respect"},
        1,
    )
    assert [(refused.name, refused.line) for refused in reading.refused] == [("no word here", 3)]
    assert list(kind.read(kind.write([draft])[0]).drafts) == [draft]
    assert set(kind.unwritable([draft, replace(draft, kind="essay")])) == {1}


def test_the_lesson_block_is_safe(pledge):
    block = lesson_blocks.get("pledge_reminder")
    html = block.html(block.block().to_python("I <b>will</b>."), language="en", country="")
    assert html == "<p><strong>I &lt;b&gt;will&lt;/b&gt;.</strong></p>" == clean(html)


def test_the_report_counts_where_it_is_on(pledge, signed, as_, halima, ugandan_coordinator, academy):
    client = as_(halima)
    page = client.get("/reports/more/pledge_signed/?sex=F&since=2026-11-01")
    assert [[cell.text for cell in row] for row in page.context["table"].rows] == [["Mlima Police Academy", "1"]]
    assert client.get("/reports/more/pledge_signed/?sex=M").context["table"].rows == []
    assert client.get("/reports/more/pledge_signed/csv/").status_code == 200
    assert list(reports.get("pledge_signed").rows(ugandan_coordinator, {}, now=NOW)) == []
    assert as_(ugandan_coordinator).get("/reports/more/pledge_signed/").status_code == 404


def test_the_certificate_has_its_line(pledge, signed, enrolment):
    award = Award("ABC", "Wanjirũ", "Course", "Academy", NOW, 0.9, enrolment)
    [element] = certificate_elements.of("pledge")
    assert element.line(award, language="en") == "Has signed the pledge of the service."
    Attempt.objects.filter(pk=signed.pk).update(completed_at=None)
    assert element.line(award, language="en") == ""


def test_the_job_counts(pledge, signed, academy, neighbour_academy):
    jobs.get("pledge_count").run([academy, neighbour_academy], now=NOW)
    assert [cache.get(f"pledge.signed.{place.pk}") for place in (academy, neighbour_academy)] == [1, 0]


def test_the_event_sends_a_copy(pledge, signed, enrolment, neighbour_academy, django_capture_on_commit_callbacks):
    enrolment.learner.email = "wanjiru@example.org"
    enrolment.learner.save()
    setting_values.change(
        plugin="pledge", institution=enrolment.institution, values={"contact": "Ask Amina"}, by=None, now=NOW
    )
    facts = {
        "enrolment": enrolment.pk,
        "attempt": signed.pk,
        "activity": signed.activity_id,
        "passed": None,
        "score": None,
    }
    with django_capture_on_commit_callbacks(execute=True):
        for kind, place in (
            ("lesson", enrolment.institution),
            ("pledge", neighbour_academy),
            ("pledge", enrolment.institution),
        ):
            publish(AttemptClosed(institution=place.pk, at=timezone.now(), kind=kind, **facts), at=place)
    [letter] = mail.outbox
    assert (letter.to, letter.from_email) == (["wanjiru@example.org"], "academy@example.org")
    assert letter.body == "You signed the pledge as Wanjirũ.\n\nAsk Amina"


class TestTheFilter:
    def begin(self, enrolment):
        quiz = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
        return services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=NOW, language="en", seed=1)

    def test_asks_for_the_pledge_first(self, pledge, enrolment):
        with pytest.raises(filters.Vetoed, match="Sign the pledge first"):
            self.begin(enrolment)

    def test_lets_those_begin_who_signed(self, pledge, signed, enrolment):
        assert self.begin(enrolment).pk

    def test_asks_nobody_where_it_is_off(self, pledge, course, neighbour_academy):
        services.enrol(people=[make_person("KE-9", "Kiprop", neighbour_academy)], course=course, now=NOW)
        assert self.begin(Enrolment.objects.select_related("institution").get(institution=neighbour_academy)).pk


def test_the_slot_shows_who_signed(pledge, signed, enrolment, django_assert_num_queries, monkeypatch):
    own = Registrations("slot")
    for provider in slots._providers[slots.PERSON].of("pledge"):
        own.put(provider, provider)
    monkeypatch.setitem(slots._providers, slots.PERSON, own)
    with django_assert_num_queries(1):
        [panel] = slots.fill(slots.PERSON, [enrolment])[enrolment.pk]
    assert "Signed by Wanjirũ, Tuesday 24 November" in render_to_string(panel.template, {"panel": panel})


def test_the_institution_says_who_the_registry_is(pledge, academy, neighbour_academy):
    is_the_registry = import_module("pledge.registry").is_the_registry
    setting_values.change(plugin="pledge", institution=academy, values={"registry_token": "a-token"}, by=None, now=NOW)
    assert is_the_registry(academy, "a-token")
    assert not is_the_registry(academy, "another")
    assert not is_the_registry(neighbour_academy, "a-token")


def test_the_figure_is_counted_of_five_persons_or_more(pledge, signed, as_, halima, academy, course):
    def shown() -> str:
        table = as_(halima).get("/reports/completion/").context["table"]
        return next(cell.text for cell in table.rows[0] if cell.heading == "Pledges signed")

    assert shown() == "–"
    for number in range(4):
        person = make_person(f"KE-9{number}", f"Person {number}", academy)
        services.enrol(people=[person], course=course, now=NOW)
        signed.pk, signed.enrolment = None, Enrolment.objects.get(learner=person)
        signed.save()
    assert shown() == "5"


def test_the_tab_shows_what_its_viewer_may_see(pledge, signed, as_, omar, neighbour, wanjiru):
    page = as_(omar).get(f"/teach/people/{wanjiru.pk}/more/pledge_signed/").content.decode()
    assert "Signed by Wanjirũ, Tuesday 24 November" in page
    assert as_(neighbour).get(f"/teach/people/{wanjiru.pk}/more/pledge_signed/").status_code == 404


def test_the_column_is_filled_in_the_list_of_enrolments(pledge, signed, as_, halima):
    table = as_(halima).get("/reports/completion/list/").context["table"]
    assert (table.headings[-1].label, table.rows[0][-1].text) == ("Pledge signed", "Tuesday 24 November")


def test_the_condition_holds_once_it_is_signed(pledge, signed, enrolment):
    kind = access_conditions.get("pledge_signed")
    number = kind.fields()["number"].clean("1")
    once, twice = (Condition(kind.slug, values={"number": number + more}) for more in (0, 1))
    known = Facts(NOW.date(), own={kind.slug: kind.facts([enrolment], [once, twice], now=NOW)[enrolment.pk]})
    assert (kind.holds(once, known), kind.holds(twice, known), kind.holds(once, Facts(NOW.date()))) == (
        True,
        False,
        False,
    )
    assert kind.for_reviewers(twice, None) == "the pledge is signed in 2 courses"
    assert kind.for_learners(once, None).text == "Sign the pledge first."


def test_the_channel_puts_a_message_on_the_board_once(pledge, wanjiru, academy):
    board = channels.get("pledge_board")
    message = Message("signing-1", "Your pledge is signed.", "en")
    sent = [board.send(message, to=board.address(wanjiru), institution=academy) for _time in range(2)]
    assert [one.state for one in sent] == ["sent", "sent"]
    assert cache.get("pledge.board.signing-1") == "KE-20377: Your pledge is signed."


def test_the_people_source_reads_its_lines(pledge):
    source = people_sources.get("pledge_oaths")
    options = {"lines": "KE-1 Achieng Odhiambo\n KE-2 Barasa "}
    assert source.read(options) == (
        {"service_number": "KE-1", "name": "Achieng Odhiambo"},
        {"service_number": "KE-2", "name": "Barasa"},
    )
    with pytest.raises(NotRead, match="no name on the line “KE-3”"):
        source.read({"lines": "KE-3"})


def test_the_notice_is_told_in_the_last_month(pledge, signed, enrolment):
    kind = kinds.get("pledge_renew_soon")
    assert list(kind.occasions(now=NOW)) == []
    [one] = kind.occasions(now=NOW + timedelta(days=340))
    assert (one.person, one.subject, one.until) == (enrolment.learner_id, str(signed.pk), NOW + timedelta(days=365))
    assert kind.words([one], now=NOW)[0].text == "Sign your pledge anew this month."


def test_the_address_lists_one_s_own(pledge, signed, as_, wanjiru, stranger):
    front_doors = ModuleType("front_doors")
    brought = path("x/pledge/", include((pledge.manifest.urls, "pledge"), namespace="pledge"))
    front_doors.urlpatterns = [brought, *urls.urlpatterns]
    with override_settings(ROOT_URLCONF=front_doors):
        assert "Wanjirũ, Tuesday 24 November" in as_(wanjiru).get("/x/pledge/").content.decode()
        assert as_(stranger).get("/x/pledge/").status_code == 404


def test_the_public_address_tells_the_registry_alone(pledge, signed, client, academy, neighbour_academy):
    front_doors = ModuleType("front_doors")
    front_doors.urlpatterns = [below_public([public_of("pledge", pledge.manifest.public_urls)]), *urls.urlpatterns]
    setting_values.change(plugin="pledge", institution=academy, values={"registry_token": "a-token"}, by=None, now=NOW)
    token = {"Authorization": "Bearer a-token"}
    with override_settings(ROOT_URLCONF=front_doors):
        assert client.get(f"/p/pledge/signed/{academy.pk}/", headers=token).json() == {"signed": 1}
        for place, headers in ((academy.pk, {}), (neighbour_academy.pk, token), (2**64, token)):
            assert client.get(f"/p/pledge/signed/{place}/", headers=headers).status_code == 404


def test_the_destination_is_in_the_bar_where_it_is_on(pledge, on, wanjiru, stranger):
    [place] = [place for place in destinations.all() if place.url_name == "pledge:mine"]
    assert destinations.shown(place, on)
    assert not destinations.shown(place, stranger.institution)


def test_every_other_piece_of_python_runs():
    for code in Page.of(*PLUGIN_PAGES).code:
        if code.kind == "python" and not code.file:
            exec(compile(code.code, "docs/extend", "exec"), {})
