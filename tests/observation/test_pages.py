"""The pages: choosing, filling in, signing, reading, acknowledging; who may open which; where checklists are off."""

import pytest
from django.urls import reverse

from assessments.observation.models import Finding, Observation
from lms.foundation.plugins.identifiers import uuid7
from lms.people.administration.records import services as people_services
from tests.conftest import make_person
from tests.progress.counting import statements

from .building import AT_ONCE, NEVER, SAFE, SITS, YES, begun, signed

FILLED = {f"level-{SAFE}": AT_ONCE, f"level-{SITS}": YES, "place": "The gate"}


@pytest.fixture
def begin(enrolled, entry) -> str:
    return reverse("observation:begin", args=[enrolled.pk, entry.id])


class TestObserving:
    def test_from_the_tab_to_the_signature_in_three_screens(self, as_, omar, wanjiru, abdi, enrolled, begin):
        client = as_(omar)
        tab = client.get(reverse("teach:cohort-tab", args=[enrolled.pk, "observation"])).content.decode()
        assert begin in tab and "First contact" in tab and "0 of 2" in tab
        page = client.get(begin).content.decode()
        assert "KE-20377" in page
        response = client.post(begin, {"people": [wanjiru.pk, abdi.pk], "key": str(uuid7())})
        page = client.get(response.url).content.decode()
        assert (
            "Asks whether the person is safe" in page
            and "Play the person." in page
            and "Differences between the people" in page
        )
        sent = {**FILLED, f"level-{SAFE}-{abdi.pk}": NEVER, f"remark-{abdi.pk}": "Froze.", "do": "sign"}
        page = client.post(response.url, sent, follow=True).content.decode()
        assert "Not passed" in page and "50 %" in page.replace("\xa0", " ")
        tab = client.get(reverse("teach:cohort-tab", args=[enrolled.pk, "observation"])).content.decode()
        assert "2 of 2" in tab and "The gate" in tab

    def test_a_search_of_people_reads_no_address(self, as_, omar, wanjiru, begin):
        wanjiru.email = "secret@example.org"
        wanjiru.save()
        client = as_(omar)
        assert "KE-20377" in client.get(begin, {"q": "wanj"}).content.decode()
        assert "KE-20377" not in client.get(begin, {"q": "secr"}).content.decode()

    def test_in_a_closed_cohort_there_is_what_was_observed_and_nobody_to_observe(
        self, as_, omar, wanjiru, enrolled, entry, begin, now
    ):
        signed(enrolled, entry, omar, now, wanjiru)
        people_services.close_cohort(cohort=enrolled, now=now, by=omar)
        tab = as_(omar).get(reverse("teach:cohort-tab", args=[enrolled.pk, "observation"])).content.decode()
        figures = reverse("observation:figures", args=[enrolled.pk, entry.id])
        assert figures in tab and as_(omar).get(figures).status_code == 200
        assert begin not in tab and as_(omar).get(begin).status_code == 404

    def test_the_form_sent_twice_begins_one_draft(self, as_, omar, wanjiru, begin):
        client, sent = as_(omar), {"people": [wanjiru.pk], "key": str(uuid7())}
        assert client.post(begin, sent).url == client.post(begin, sent).url
        assert Observation.objects.count() == 1

    def test_the_key_of_a_colleague_s_observation_begins_nothing(
        self, as_, omar, wanjiru, abdi, begin, enrolled, entry, academy, now
    ):
        theirs = begun(enrolled, entry, omar, now, abdi)
        colleague = make_person("KE-9001", "Colleague", academy, role="instructor")
        response = as_(colleague).post(begin, {"people": [wanjiru.pk], "key": str(theirs.pk)})
        assert response.status_code == 422
        assert "This page was out of date." in response.content.decode()
        assert [one.learner for one in theirs.findings.all()] == [abdi]

    def test_what_was_filled_in_stays_while_the_course_is_withdrawn(self, as_, omar, wanjiru, enrolled, entry, now):
        observation = begun(enrolled, entry, omar, now, wanjiru)
        client, address = as_(omar), reverse("observation:show", args=[observation.pk])
        client.post(address, FILLED)
        enrolled.assignments.update(withdrawn_at=now)
        assert client.post(address, FILLED, headers={"X-Requested-With": "fetch"}).status_code == 204
        observation.refresh_from_db()
        assert observation.levels == {SAFE: AT_ONCE, SITS: YES}

    def test_a_draft_is_kept_and_found_again(self, as_, omar, wanjiru, enrolled, entry, now):
        observation = begun(enrolled, entry, omar, now, wanjiru)
        client, address = as_(omar), reverse("observation:show", args=[observation.pk])
        sent = {f"level-{SAFE}": AT_ONCE, f"note-{SAFE}": "At the door\x00"}
        assert client.post(address, sent, headers={"X-Requested-With": "fetch"}).status_code == 204
        page = client.get(address).content.decode()
        assert f'value="{AT_ONCE}" checked' in " ".join(page.split()) and "At the door</textarea>" in page
        assert address in client.get(reverse("observation:index")).content.decode()
        assert not Finding.objects.of(wanjiru).exists()

    def test_what_is_missing_is_said_and_nothing_is_lost(self, as_, omar, wanjiru, enrolled, entry, now):
        observation = begun(enrolled, entry, omar, now, wanjiru)
        client, address = as_(omar), reverse("observation:show", args=[observation.pk])
        response = client.post(address, {f"level-{SAFE}": AT_ONCE, "do": "sign"})
        page = response.content.decode()
        assert response.status_code == 422
        assert "Choose a level: Sits beside, not opposite" in page and "Write where it was." in page
        assert "message-error" not in page, "one list of what is missing, which has the focus"
        assert f'value="{AT_ONCE}" checked' in " ".join(page.split())

    def test_who_was_not_there_is_taken_off(self, as_, omar, wanjiru, abdi, enrolled, entry, now):
        observation = begun(enrolled, entry, omar, now, wanjiru, abdi)
        address = reverse("observation:show", args=[observation.pk])
        as_(omar).post(address, {**FILLED, f"without-{abdi.pk}": "on", "do": "sign"})
        assert list(observation.findings.values_list("learner", flat=True)) == [wanjiru.pk]

    def test_a_draft_is_thrown_away(self, as_, omar, wanjiru, enrolled, entry, now):
        observation = begun(enrolled, entry, omar, now, wanjiru)
        as_(omar).post(reverse("observation:discard", args=[observation.pk]))
        assert not Observation.objects.exists()

    def test_who_is_not_enrolled_cannot_be_chosen(self, as_, omar, cohort, course, enrolled, academy, begin, now):
        late = make_person("KE-8001", "Latecomer", academy)
        from lms.people.directory.models import CohortMember

        CohortMember.objects.create(cohort=cohort, user=late, joined_at=now)
        client = as_(omar)
        assert "not enrolled in the course yet" in client.get(begin).content.decode()
        response = client.post(begin, {"people": [late.pk]})
        assert response.status_code == 422 and "Latecomer" in response.content.decode()

    @pytest.mark.parametrize("people", [[], ["x"], ["999999"]])
    def test_nobody_or_somebody_else_is_not_observed(self, as_, omar, begin, people, stranger):
        for chosen in (people, [str(stranger.pk)]):
            assert as_(omar).post(begin, {"people": chosen}).status_code in (404, 422)
        assert not Observation.objects.exists()

    def test_costs_the_same_for_more_people_and_more_observations(
        self, as_, omar, wanjiru, abdi, enrolled, entry, begin, academy, now
    ):
        client, tab = as_(omar), reverse("teach:cohort-tab", args=[enrolled.pk, "observation"])
        signed(enrolled, entry, omar, now, wanjiru)

        def cost() -> list[int]:
            costs = []
            for address in (begin, tab, reverse("observation:index")):
                client.get(address)
                with statements() as asked:
                    client.get(address)
                costs.append(len(asked))
            return costs

        before = cost()
        from lms.learning.progress.journal.services import enrol
        from lms.learning.progress.models import Enrolment

        more = [make_person(f"KE-8{number:03}", f"Cadet {number:03}", academy) for number in range(15)]
        people_services.join(cohort=enrolled, people=more, now=now)
        enrol(people=more, course=Enrolment.objects.first().course, now=now)
        signed(enrolled, entry, omar, now, abdi, *more)
        assert cost() == before

    def test_the_form_costs_the_same_for_more_people(self, as_, omar, wanjiru, abdi, enrolled, entry, now):
        client, costs = as_(omar), []
        for people in ((wanjiru,), (wanjiru, abdi)):
            address = reverse("observation:show", args=[begun(enrolled, entry, omar, now, *people).pk])
            client.get(address)
            with statements() as asked:
                client.get(address)
            costs.append(len(asked))
        assert costs[0] == costs[1]


class TestTheLearner:
    def test_reads_beforehand_what_is_looked_at(self, as_, wanjiru, enrolled):
        page = as_(wanjiru).get("/learn/trafficking/first-contact/").content.decode()
        assert "You meet somebody at the gate." in page and "Sits beside, not opposite" in page
        assert "Play the person." not in page and "/start/" not in page

    def test_reads_what_was_observed_and_acknowledges_it(self, as_, wanjiru, omar, enrolled, entry, now):
        signed(enrolled, entry, omar, now, wanjiru, notes={SAFE: "In a quiet voice"})
        client, finding = as_(wanjiru), Finding.objects.get()
        own = reverse("observation:own", args=[finding.pk])
        assert own in client.get("/learn/trafficking/first-contact/").content.decode()
        assert own in client.get(reverse("observation:mine")).content.decode()
        page = client.get(own).content.decode()
        for text in ("In a quiet voice", "The gate", "Omar Otieno", "At once", "2 of 2 points"):
            assert text in page
        page = client.post(own, {"comment": "Thank you."}, follow=True).content.decode()
        assert "Thank you." in page and "Acknowledge</button>" not in page
        staff = as_(omar).get(reverse("observation:show", args=[finding.observation_id])).content.decode()
        assert "Thank you." in staff

    def test_sees_no_draft(self, as_, wanjiru, omar, enrolled, entry, now):
        begun(enrolled, entry, omar, now, wanjiru)
        own = reverse("observation:own", args=[Finding.objects.get().pk])
        assert as_(wanjiru).get(own).status_code == 404
        assert own not in as_(wanjiru).get(reverse("observation:mine")).content.decode()


class TestWhoMayOpenIt:
    def test_a_draft_its_observer_alone(self, as_, omar, wanjiru, superuser, neighbour, enrolled, entry, now, academy):
        observation = begun(enrolled, entry, omar, now, wanjiru)
        colleague = make_person("KE-9001", "Colleague", academy, role="instructor")
        for name in ("show", "discard"):
            address = reverse(f"observation:{name}", args=[observation.pk])
            for person in (wanjiru, superuser, neighbour, colleague):
                assert as_(person).post(address).status_code == 404

    def test_the_tab_of_a_person(self, as_, omar, wanjiru, enrolled, entry, now):
        signed(enrolled, entry, omar, now, wanjiru)
        tab = reverse("teach:person-tab", args=[wanjiru.pk, "observation_person"])
        page = as_(omar).get(tab).content.decode()
        assert reverse("observation:finding", args=[Finding.objects.get().pk]) in page


def test_switched_off_it_vanishes_there_and_nowhere_else(
    as_, omar, wanjiru, superuser, enrolled, entry, begin, academy, neighbour_academy, now
):
    signed(enrolled, entry, omar, now, wanjiru)
    finding, waiting = Finding.objects.get(), begun(enrolled, entry, omar, now, wanjiru)
    people_services.switch(plugin="observation", institution=neighbour_academy, on=False, by=None, now=now)
    assert as_(omar).get(begin).status_code == 200
    people_services.switch(plugin="observation", institution=academy, on=False, by=None, now=now)
    for person, name, args in (
        (omar, "begin", [enrolled.pk, entry.id]),
        (omar, "show", [finding.observation_id]),
        (omar, "show", [waiting.pk]),
        (omar, "finding", [finding.pk]),
        (wanjiru, "own", [finding.pk]),
    ):
        assert as_(person).get(reverse(f"observation:{name}", args=args)).status_code == 404
    assert as_(wanjiru).get("/learn/trafficking/first-contact/").status_code == 503
    assert as_(wanjiru).get("/learn/trafficking/").status_code == 200
    cohort = as_(omar).get(reverse("teach:cohort", args=[enrolled.pk])).content.decode()
    assert "more/observation/" not in cohort
