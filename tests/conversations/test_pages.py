"""The pages: asking from a lesson, answering, who sees whose conversation, and what it costs."""

import re

import pytest
from django.urls import reverse

from lms.desks.conversations import matters, services
from lms.desks.conversations.matters import Matter
from lms.desks.conversations.models import Reading, Thread
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.pages import linked_pages
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort
from tests.builders import complete
from tests.conftest import make_person
from tests.progress.counting import statements

from .conftest import said

MINE, INDEX, ASK = "/x/conversations/mine/", "/x/conversations/", "/x/conversations/ask/"


def page_of(thread: Thread) -> str:
    return reverse("conversations:thread", args=[thread.pk])


def switch_off(place: Institution, now) -> None:
    people_services.switch(plugin="conversations", institution=place, on=False, by=None, now=now)


class TestAsking:
    def test_is_one_link_away_from_a_course_a_lesson_and_a_result(self, as_, enrolment, course, cohort, wanjiru, now):
        client = as_(wanjiru)
        page = client.get("/learn/trafficking/").content.decode()
        assert f'href="{ASK}?about={matters.of_course(course.pk)}"' in page
        lesson = course.release.outline.activities[0]
        page = client.get(f"/learn/trafficking/{lesson.slug}/").content.decode()
        assert f"?about={matters.of_activity(course.pk, lesson.id)}" in page
        quiz = complete(enrolment, now=now).attempts.get(kind="quiz")
        page = client.get(f"/learn/trafficking/{course.release.outline.activities[-1].slug}/").content.decode()
        assert f"?about={matters.of_attempt(quiz.pk)}" in page

    def test_is_two_links_away_from_any_page(self, as_, enrolment, cohort, wanjiru):
        client = as_(wanjiru)
        assert f'href="{ASK}"' in client.get(MINE).content.decode()
        extensions = ("calendar/", "observation/mine/", "refreshers/", "sessions/mine/")
        for place in (
            "learn/",
            "certificates/",
            "library/",
            "notices/",
            "search/",
            *(f"x/{one}" for one in extensions),
        ):
            assert f'href="{MINE}"' in client.get(f"/{place}").content.decode(), place

    def test_costs_the_page_of_a_lesson_no_statement(self, as_, enrolment, course, academy, wanjiru, now):
        client, lesson = as_(wanjiru), course.release.outline.activities[0].slug
        client.get(f"/learn/trafficking/{lesson}/")
        with statements() as found:
            page = client.get(f"/learn/trafficking/{lesson}/").content.decode()
        switch_off(academy, now)
        client.get(f"/learn/trafficking/{lesson}/")
        with statements() as without:
            off = client.get(f"/learn/trafficking/{lesson}/").content.decode()
        assert ASK in page and ASK not in off
        assert len(found) == len(without)

    def test_is_not_offered_while_a_quiz_is_answered(self, as_, enrolment, course, wanjiru):
        client, quiz = as_(wanjiru), course.release.outline.activities[-1].slug
        client.post(f"/learn/trafficking/{quiz}/start/", {"event_id": uuid7()})
        assert ASK not in client.get(f"/learn/trafficking/{quiz}/").content.decode()

    def test_makes_a_conversation_once(self, as_, enrolment, course, cohort, omar, wanjiru):
        client, address = as_(wanjiru), f"{ASK}?about={matters.of_course(course.pk)}"
        page = client.get(address).content.decode()
        assert "What trafficking is" in page and 'name="title"' not in page
        sent = {"text": "What is the means?", "client_id": re.search(r'client_id" value="([^"]+)', page)[1]}
        answers = [client.post(address, sent) for _time in range(2)]
        thread = Thread.objects.get()
        assert {answer.url for answer in answers} == {page_of(thread)}
        assert thread.messages.get().text == "What is the means?"
        assert client.get(address).url == f"{page_of(thread)}#answer"

    def test_of_the_same_matter_is_to_whoever_teaches_now(
        self, as_, enrolment, course, cohort, omar, wanjiru, neighbour_academy, now
    ):
        """Who was transferred is not led into the conversation of before, to which nothing can be added."""
        matter = Matter(matters.of_course(course.pk), {"course": course})
        services.ask(learner=wanjiru, cohort=cohort, matter=matter, said=said("What is the means?"), now=now)
        cohort.members.filter(user=wanjiru).delete()
        other = Cohort.objects.create(institution=neighbour_academy, name="Intake of the other academy")
        people_services.join(cohort=other, people=[wanjiru], now=now)
        make_person("KE-7", "Nia Instructor", neighbour_academy, "instructor")
        client, address = as_(wanjiru), f"{ASK}?about={matter.key}"
        assert client.get(address).status_code == 200
        assert client.post(address, {"text": "And here?", "client_id": uuid7()}).status_code == 302
        assert set(Thread.objects.values_list("institution", flat=True)) == {
            cohort.institution_id,
            neighbour_academy.pk,
        }

    def test_says_what_is_missing_beside_the_field(self, as_, cohort, omar, wanjiru):
        response = as_(wanjiru).post(ASK, {"client_id": uuid7()})
        page = response.content.decode()
        assert response.status_code == 422
        assert "Write a message first." in page and "Write in a few words what it is about." in page
        response = as_(wanjiru).post(ASK, {"client_id": "x", "text": "a" * 3001, "title": "b" * 121})
        assert response.status_code == 422 and not Thread.objects.exists()

    def test_asks_whom_where_one_is_in_two_cohorts(self, as_, cohort, academy, omar, wanjiru, abdi, now):
        other = Cohort.objects.create(institution=academy, name="Drivers")
        people_services.join(cohort=other, people=[wanjiru], now=now)
        foreign = Cohort.objects.create(institution=academy, name="Not theirs")
        sent = {"client_id": uuid7(), "text": "Hello", "title": "Hello"}
        for chosen in ({}, {"cohort": foreign.pk}, {"cohort": "x"}):
            assert as_(wanjiru).post(ASK, sent | chosen).status_code == 422
        assert as_(wanjiru).post(ASK, sent | {"cohort": other.pk}).status_code == 302
        assert Thread.objects.get().cohort == other

    def test_is_nothing_for_whoever_is_in_no_cohort(self, as_, stranger, omar):
        assert "You are in no cohort" in as_(stranger).get(ASK).content.decode()
        assert as_(stranger).post(ASK, {"client_id": uuid7(), "text": "A", "title": "B"}).status_code == 422

    def test_of_what_is_not_theirs_is_404(self, as_, enrolment, course, cohort, abdi, omar):
        assert as_(abdi).get(f"{ASK}?about={matters.of_course(course.pk)}").status_code == 404
        assert as_(abdi).post(f"{ASK}?about=nonsense", {"text": "A"}).status_code == 404


class TestAConversation:
    def test_is_shared_by_the_instructors(self, as_, thread, wanjiru, omar, academy):
        colleague = make_person("KE-101", "Colleague", academy, Role.INSTRUCTOR)
        for person in (wanjiru, omar, colleague):
            assert "May I bring my own notebook?" in as_(person).get(page_of(thread)).content.decode()

    def test_goes_with_the_role_of_the_instructor(self, as_, thread, omar):
        assert as_(omar).get(page_of(thread)).status_code == 200
        omar.memberships.all().delete()
        assert as_(omar).get(page_of(thread)).status_code == 404

    def test_stays_with_a_learner_who_moves_and_is_nothing_to_the_new_instructors(
        self, as_, thread, wanjiru, omar, neighbour, neighbour_academy, superuser, now
    ):
        people_services.transfer(person=wanjiru, to=neighbour_academy, now=now, by=superuser)
        page = as_(wanjiru).get(page_of(thread)).content.decode()
        assert "notebook" in page and "in no cohort there any more" in page and 'name="text"' not in page
        assert as_(neighbour).get(page_of(thread)).status_code == 404
        assert as_(omar).get(page_of(thread)).status_code == 200
        assert as_(omar).post(page_of(thread), {"text": "A", "client_id": uuid7()}).status_code == 422

    def test_is_answered_on_its_page(self, as_, thread, omar, wanjiru):
        client = as_(omar)
        sent = {"text": "Yes.\n<b>Two</b> http://example.org", "client_id": uuid7()}
        for _time in range(2):
            assert client.post(page_of(thread), sent).url == page_of(thread)
        assert thread.messages.count() == 2
        page = as_(wanjiru).get(page_of(thread)).content.decode()
        assert "&lt;b&gt;Two&lt;/b&gt; http://example.org" in page and 'href="http://example.org' not in page

    def test_is_read_where_it_is_said_so_and_no_get_writes(self, as_, thread, omar):
        client = as_(omar)
        assert "data-read" in client.get(page_of(thread)).content.decode()
        assert not Reading.objects.filter(person=omar).exists()
        client.post(reverse("conversations:read", args=[thread.pk]), {"up_to": 10**17})
        assert "data-read" not in client.get(page_of(thread)).content.decode()

    def test_is_closed_and_opened_again_by_both_sides(self, as_, thread, wanjiru, omar):
        address = reverse("conversations:close", args=[thread.pk])
        as_(omar).post(address)
        assert "This conversation is closed." in as_(wanjiru).get(page_of(thread)).content.decode()
        as_(wanjiru).post(address, {"open": "1"})
        assert 'name="text"' in as_(wanjiru).get(page_of(thread)).content.decode()

    def test_that_an_instructor_opened_it_is_in_the_log(self, as_, thread, omar, wanjiru):
        as_(omar).get(page_of(thread))
        as_(wanjiru).get(page_of(thread))
        entry = AuditEntry.objects.get(action="conversations_seen")
        assert (entry.by, entry.person) == (omar, wanjiru)

    def test_costs_the_same_for_many_messages(self, as_, thread, omar, wanjiru, now):
        client = as_(omar)
        client.get(page_of(thread))
        with statements() as few:
            client.get(page_of(thread))
        for number in range(10):
            services.reply(thread=thread, by=wanjiru, said=said(f"{number}"), now=now)
        with statements() as many:
            client.get(page_of(thread))
        assert len(many) == len(few) <= 9

    def test_is_away_where_it_is_switched_off(self, as_, thread, omar, wanjiru, neighbour, academy, now):
        assert linked_pages.address_where_on(linked_pages.WRITE_TO_PEOPLE, 1, at=academy) != ""
        switch_off(academy, now)
        for person in (wanjiru, omar):
            assert as_(person).get(page_of(thread)).status_code == 404
            assert as_(person).get(MINE).status_code == 404
        assert as_(neighbour).get(INDEX).status_code == 200
        off = Institution.objects.get(pk=academy.pk)
        assert linked_pages.address_where_on(linked_pages.WRITE_TO_PEOPLE, 1, at=off) == ""


class TestTheLists:
    def test_have_what_waits_first(self, as_, thread, cohort, omar, abdi, wanjiru, now):
        answered = services.ask(learner=abdi, cohort=cohort, matter=Matter(), said=said("B", "Answered"), now=now)
        services.reply(thread=answered, by=omar, said=said("Yes."), now=now)
        page = as_(omar).get(INDEX).content.decode()
        assert page.index("The field exercise") < page.index("Answered")
        assert "1 conversation waits for an answer." in page
        page = as_(abdi).get(MINE).content.decode()
        assert "Answered" in page and "New" in page and "The field exercise" not in page

    def test_other_people_see_none_of_the_conversations(self, as_, thread, abdi, neighbour):
        assert "The field exercise" not in as_(abdi).get(MINE).content.decode()
        assert "The field exercise" not in as_(neighbour).get(INDEX).content.decode()

    def test_have_no_conversation_of_ones_own_to_answer(self, as_, thread, wanjiru, academy):
        people_services.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
        assert "The field exercise" not in as_(wanjiru).get(INDEX).content.decode()
        assert "The field exercise" in as_(wanjiru).get(MINE).content.decode()

    @pytest.mark.parametrize("address", [INDEX, MINE])
    def test_cost_the_same_for_many(self, as_, thread, cohort, omar, wanjiru, now, address):
        client = as_(omar if address == INDEX else wanjiru)
        client.get(address)
        with statements() as few:
            client.get(address)
        for number in range(5):
            services.ask(learner=wanjiru, cohort=cohort, matter=Matter(), said=said("A", f"{number}"), now=now)
        with statements() as many:
            client.get(address)
        assert len(many) == len(few) <= 5


class TestWriting:
    def test_begins_at_the_cohort_with_the_people_ticked(self, as_, cohort, omar, wanjiru, abdi):
        address = linked_pages.address_where_on(linked_pages.WRITE_TO_PEOPLE, cohort.pk, at=cohort.institution)
        page = as_(omar).get(f"{address}?person={abdi.pk}&person=x").content.decode()
        assert re.search(rf'value="{abdi.pk}"[^>]*checked', page) and not re.search(
            rf'value="{wanjiru.pk}"[^>]*checked', page
        )
        sent = {"people": [abdi.pk, wanjiru.pk], "title": "Tomorrow", "text": "Bring pens.", "client_id": uuid7()}
        assert as_(omar).post(address, sent).url == INDEX
        assert Thread.objects.count() == 2
        one = sent | {"people": [abdi.pk], "client_id": uuid7()}
        assert as_(omar).post(address, one).url.startswith(INDEX)

    def test_leads_on_from_the_tabs_of_cohort_and_person(self, as_, thread, cohort, omar, wanjiru, amina):
        address = reverse("conversations:write", args=[cohort.pk])
        page = as_(omar).get(reverse("teach:cohort-tab", args=[cohort.pk, "conversations"])).content.decode()
        assert f'href="{address}"' in page and "The field exercise" in page
        tab = reverse("teach:person-tab", args=[wanjiru.pk, "conversations_person"])
        page = as_(omar).get(tab).content.decode()
        assert f'href="{address}?person={wanjiru.pk}"' in page and "The field exercise" in page
        page = as_(amina).get(tab).content.decode()
        assert address not in page and "The field exercise" not in page
