"""From a draft to facts: for one and for several, again, what counts of several, and what is refused."""

import pytest

from assessments.observation import services as observation_services
from assessments.observation.models import Finding, Observation
from assessments.observation.services import Difference, Entries
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.rules import OwnCase
from tests.conftest import make_person
from tests.progress.counting import statements

from .building import AT_ONCE, LATE, NEVER, NO, SAFE, SITS, YES, begun, signed


def attempts(person) -> list[tuple]:
    rows = Attempt.objects.filter(enrolment__learner=person, kind="checklist").order_by("number")
    return [(row.number, row.passed, row.score) for row in rows]


def done(person, entry) -> bool:
    return entry.id in Enrolment.objects.get(learner=person).done


def test_signing_gives_each_learner_a_fact(enrolled, entry, wanjiru, abdi, omar, now):
    people = {abdi.pk: Difference({SAFE: NEVER}, "Froze.")}
    observation = signed(enrolled, entry, omar, now, wanjiru, abdi, notes={SITS: "On the bench"}, people=people)
    assert attempts(wanjiru) == [(1, True, 1.0)]
    assert attempts(abdi) == [(1, False, 0.5)]
    assert done(wanjiru, entry) and not done(abdi, entry)
    fact = Event.objects.get(attempt__enrolment__learner=abdi, verb="observed")
    finding = Finding.objects.get(learner=abdi)
    assert fact.data == {"finding": str(finding.pk), "levels": {SAFE: NEVER, SITS: YES}, "by": omar.pk}
    assert (finding.levels, finding.notes, finding.remark) == (
        {SAFE: NEVER, SITS: YES},
        {SITS: "On the bench"},
        "Froze.",
    )
    assert (observation.levels, observation.notes, observation.signed_at) == ({}, {}, now)
    assert AuditEntry.objects.filter(action="observation_signed", by=omar).count() == 2
    assert list(rebuild(write=False)) == []


def test_who_is_observed_does_not_look_active(enrolled, entry, wanjiru, omar, now):
    signed(enrolled, entry, omar, now, wanjiru)
    enrolment = Enrolment.objects.get(learner=wanjiru)
    assert (enrolment.started_at, enrolment.seen_at) == (None, None)


def test_what_somebody_learned_elsewhere_is_not_written_into(enrolled, entry, wanjiru, omar, neighbour_academy, now):
    draft = begun(enrolled, entry, omar, now, wanjiru)
    Enrolment.objects.filter(learner=wanjiru).update(institution=neighbour_academy)
    observation_services.save(
        observation=draft, entries=Entries(levels={SAFE: AT_ONCE, SITS: YES}, place="The gate"), now=now
    )
    with pytest.raises(observation_services.NotObservable, match="Not enrolled in the course"):
        observation_services.sign(observation=draft, by=omar, now=now)
    with pytest.raises(observation_services.NotObservable, match="Not enrolled in the course"):
        begun(enrolled, entry, omar, now, wanjiru)
    assert not attempts(wanjiru)


def test_the_best_observation_counts(enrolled, entry, wanjiru, omar, now):
    for levels in ({SAFE: AT_ONCE, SITS: YES}, {SAFE: NEVER, SITS: NO}):
        signed(enrolled, entry, omar, now, wanjiru, levels=levels)
    assert attempts(wanjiru) == [(1, True, 1.0), (2, False, 0.0)]
    assert done(wanjiru, entry)
    assert Enrolment.objects.get(learner=wanjiru).scores[entry.id] == 1.0
    assert list(rebuild(write=False)) == []


@pytest.mark.parametrize("course", [{"counts": "last"}], indirect=True)
def test_or_the_last_one_also_downwards(enrolled, entry, wanjiru, omar, now):
    for levels in ({SAFE: AT_ONCE, SITS: YES}, {SAFE: NEVER, SITS: NO}):
        signed(enrolled, entry, omar, now, wanjiru, levels=levels)
    assert not done(wanjiru, entry)
    assert Enrolment.objects.get(learner=wanjiru).scores[entry.id] == 0.0
    signed(enrolled, entry, omar, now, wanjiru, levels={SAFE: LATE, SITS: YES})
    assert done(wanjiru, entry)
    assert list(rebuild(write=False)) == []


@pytest.mark.parametrize(
    "entries",
    [
        Entries(levels={SAFE: AT_ONCE}, place="The gate"),
        Entries(levels={SAFE: AT_ONCE, SITS: YES}),
        Entries(levels={SAFE: AT_ONCE, SITS: LATE}, place="The gate"),
    ],
)
def test_what_is_missing_is_not_signed(entries, enrolled, entry, wanjiru, omar, now):
    observation = begun(enrolled, entry, omar, now, wanjiru)
    observation_services.save(observation=observation, entries=entries, now=now)
    with pytest.raises(observation_services.Incomplete):
        observation_services.sign(observation=observation, by=omar, now=now)
    assert not Attempt.objects.filter(kind="checklist").exists()
    assert Observation.objects.get().levels == entries.levels


def test_nobody_observes_themselves(enrolled, entry, omar, course, now):
    people_services.join(cohort=enrolled, people=[omar], now=now)
    with pytest.raises(OwnCase):
        begun(enrolled, entry, omar, now, omar)


def test_who_is_not_enrolled_is_named(cohort, course, entry, wanjiru, omar, now):
    with pytest.raises(observation_services.NotObservable, match=wanjiru.name):
        begun(cohort, entry, omar, now, wanjiru)


def test_while_checklists_are_off_nothing_is_signed(enrolled, entry, wanjiru, omar, academy, now):
    observation = begun(enrolled, entry, omar, now, wanjiru)
    entries = Entries(levels={SAFE: AT_ONCE, SITS: YES}, place="The gate")
    observation_services.save(observation=observation, entries=entries, now=now)
    people_services.switch(plugin="observation", institution=academy, on=False, by=None, now=now)
    with pytest.raises(observation_services.NotObservable):
        observation_services.sign(observation=observation, by=omar, now=now)
    assert not Attempt.objects.filter(kind="checklist").exists()


def test_the_learner_acknowledges_once(enrolled, entry, wanjiru, abdi, omar, now):
    signed(enrolled, entry, omar, now, wanjiru)
    finding = Finding.objects.get()
    for comment in ("I agree.", "No."):
        observation_services.acknowledge(finding=finding, comment=comment, by=wanjiru, now=now)
    finding.refresh_from_db()
    assert (finding.comment, finding.acknowledged_at) == ("I agree.", now)
    assert Event.objects.filter(verb="acknowledged").count() == 1
    assert Attempt.objects.get(kind="checklist").state["acknowledged"]
    with pytest.raises(OwnCase):
        observation_services.acknowledge(finding=finding, comment="", by=abdi, now=now)
    assert list(rebuild(write=False)) == []


def test_what_is_signed_takes_no_change(enrolled, entry, wanjiru, omar, now):
    observation = signed(enrolled, entry, omar, now, wanjiru)
    with pytest.raises(observation_services.Signed):
        observation_services.save(observation=observation, entries=Entries(), now=now)
    with pytest.raises(observation_services.Signed):
        observation_services.discard(observation=observation)


def test_twenty_people_cost_as_many_statements_as_two(enrolled, course, entry, omar, academy, now):
    from lms.learning.progress.journal import services

    def counted(number: int, first: int) -> int:
        people = [make_person(f"KE-7{place:03}", f"Cadet {place}", academy) for place in range(first, first + number)]
        people_services.join(cohort=enrolled, people=people, now=now)
        services.enrol(people=people, course=course, now=now)
        observation = begun(enrolled, entry, omar, now, *people)
        entries = Entries(levels={SAFE: AT_ONCE, SITS: YES}, place="The gate")
        observation_services.save(observation=observation, entries=entries, now=now)
        with statements() as asked:
            observation_services.sign(observation=observation, by=omar, now=now)
        return len(asked)

    counted(2, 500)  # reads what is kept from then on
    assert counted(2, 0) == counted(20, 10)
