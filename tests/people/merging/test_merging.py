"""Two accounts become one and two again."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from lms.desks.privacy.erasure import erase
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.journal.services import begin, enrol
from lms.learning.progress.models import Enrolment
from lms.people.administration.merging import services
from lms.people.administration.merging.models import Merge, MergedRow
from lms.people.administration.records import services as people
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, CohortMember, Membership, User
from lms.people.directory.reach import NotTheirs
from tests.builders import complete
from tests.conftest import make_person

PAGE = "/academy/duplicates/"


def merged(person, into, by) -> Merge:
    return services.merge(person=person, into=into, by=by, now=timezone.now())


def undone(merge, by, **later) -> int:
    return services.undo(merge=merge, by=by, now=timezone.now() + timedelta(**later))


def everything() -> list:
    """What merging touches, as it stands."""
    return [
        list(
            User.objects.order_by("pk").values_list("pk", "service_number", "is_active", "institution", "merged_into")
        ),
        [{**row, "changed_at": None} for row in Enrolment.objects.order_by("pk").values()],
        list(CohortMember.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
    ]


def is_sound() -> bool:
    """Does the journal fold to what is stored?"""
    return not list(rebuild(write=False))


class TestMerging:
    @pytest.fixture
    def done(self, course, other, academy, now):
        """The other account has completed a course, has a place in a cohort, and a role."""
        cohort = Cohort.objects.create(institution=academy, name="Intake")
        people.join(cohort=cohort, people=[other], now=now)
        people.appoint(user=other, institution=academy, role=Role.INSTRUCTOR)
        enrol(people=[other], course=course, now=now)
        return complete(Enrolment.objects.get(learner=other), now=now)

    def test_everything_leads_to_the_account_that_stays_and_back(self, as_, amina, wanjiru, other, done, academy):
        before = everything()

        answer = as_(amina).post(f"{PAGE}{wanjiru.pk}/{other.pk}/", {"into": wanjiru.pk})

        assert answer.url == f"/academy/people/{wanjiru.pk}/"
        done.refresh_from_db()
        assert (done.learner, done.certificate.name) == (wanjiru, "KAMAU Wanjiru wa")
        assert list(wanjiru.cohorts.values_list("name", flat=True)) == ["Intake"]
        assert Membership.objects.get(user=wanjiru).role == "instructor"
        assert not Enrolment.objects.filter(learner=other).exists()
        assert is_sound()
        as_(amina).post(f"/academy/merges/{Merge.objects.get().pk}/undo/")
        assert everything() == before
        assert is_sound()

    def test_nobody_signs_in_with_the_other_one_and_its_number_leads_to_the_one_that_stays(
        self, client, as_, amina, wanjiru, other, academy
    ):
        other.set_password("a long and good password")
        other.save()
        as_(other)
        merged(other, wanjiru, amina)
        assert client.get("/learn/").status_code == 302
        client.post("/sign-in/", {"username": other.service_number, "password": "a long and good password"})
        assert "_auth_user_id" not in client.session
        look = people.look_up(institution=academy, lines=[other.service_number, wanjiru.service_number])
        assert (look.people, look.unknown) == ([wanjiru], [])
        browser = as_(amina)
        page = browser.get("/academy/people/", {"q": "KE/٢٠٣٧٧"})
        assert [person.pk for person in page.context["shown"].people] == [wanjiru.pk]
        assert browser.get(f"/academy/people/{other.pk}/").status_code == 404

    def test_merging_twice_merges_once_and_merging_back_is_refused(self, amina, wanjiru, other):
        first, second = (merged(other, wanjiru, amina) for _again in range(2))
        assert first == second
        with pytest.raises(NotTheirs):
            merged(wanjiru, other, amina)
        assert AuditEntry.objects.filter(action="people_merged").count() == 2

    def test_a_place_that_both_have_is_had_once_and_twice_again(self, amina, wanjiru, other, academy, now):
        cohort = Cohort.objects.create(institution=academy, name="Intake")
        people.join(cohort=cohort, people=[wanjiru, other], now=now)
        before = everything()
        merge = merged(other, wanjiru, amina)
        assert CohortMember.objects.count() == 1
        assert undone(merge, amina) == 0
        assert everything() == before

    @pytest.mark.parametrize("begun", ["neither", "other", "wanjiru", "both"])
    def test_a_course_that_both_have_is_gone_on_with_once(self, begun, amina, wanjiru, other, course, now):
        enrol(people=[wanjiru, other], course=course, now=now)
        ways = {name: Enrolment.objects.get(learner=who) for name, who in (("wanjiru", wanjiru), ("other", other))}
        for name, way in ways.items():
            if begun in (name, "both"):
                complete_first(way, now)
        before = everything()
        merge = merged(other, wanjiru, amina)
        left = list(Enrolment.objects.filter(learner=wanjiru).values_list("pk", flat=True))
        assert left == [ways["other" if begun == "other" else "wanjiru"].pk]
        assert Enrolment.objects.filter(learner=other).exists() == (begun == "both")
        assert is_sound()
        undone(merge, amina)
        assert everything() == before
        assert is_sound()

    def test_is_for_whoever_manages_both(self, as_, amina, above, omar, wanjiru, other, neighbour_academy):
        User.objects.filter(pk=other.pk).update(institution=neighbour_academy)
        address = f"{PAGE}{wanjiru.pk}/{other.pk}/"
        assert [as_(who).post(address, {"into": wanjiru.pk}).status_code for who in (amina, omar)] == [404, 404]
        with pytest.raises(NotTheirs):
            merged(other, wanjiru, amina)
        assert merged(other, wanjiru, above).place == neighbour_academy
        with pytest.raises(NotTheirs):
            undone(Merge.objects.get(), amina)

    def test_the_account_that_stays_may_sign_in(self, as_, amina, wanjiru, other):
        User.objects.filter(pk=wanjiru.pk).update(is_active=False)
        answer = as_(amina).post(f"{PAGE}{wanjiru.pk}/{other.pk}/", {"into": wanjiru.pk})
        assert answer.status_code == 422
        assert not Merge.objects.exists()


class TestUndoing:
    def test_is_over_after_thirty_days(self, amina, wanjiru, other):
        merge = merged(other, wanjiru, amina)
        with pytest.raises(services.NotMerged):
            undone(merge, amina, days=30)
        assert services.delete_old_rows(now=timezone.now() + timedelta(days=31)) == MergedRow.objects.count() == 0

    def test_undoing_a_merge_twice_moves_rows_once(self, amina, wanjiru, other):
        merge = merged(other, wanjiru, amina)
        assert [undone(merge, amina) for _again in range(2)] == [0, 0]
        assert AuditEntry.objects.filter(action="merge_undone").count() == 2

    def test_of_somebody_who_was_transferred_since_waits(self, amina, above, wanjiru, other, neighbour_academy):
        merge = merged(other, wanjiru, amina)
        people.transfer(person=wanjiru, to=neighbour_academy, now=timezone.now())
        with pytest.raises(services.NotMerged):
            undone(merge, above)

    def test_of_a_chain_begins_with_the_last(self, amina, academy, wanjiru, other):
        third = make_person("KE-203.77", "Third", academy)
        before = everything()
        first, last = merged(third, other, amina), merged(other, wanjiru, amina)
        assert User.objects.get(pk=third.pk).merged_into == wanjiru
        with pytest.raises((services.NotMerged, NotTheirs)):
            undone(first, amina)
        undone(last, amina)
        undone(first, amina)
        assert everything() == before

    def test_whoever_is_erased_is_erased_with_both_accounts(self, amina, wanjiru, other):
        merged(other, wanjiru, amina)
        erase(wanjiru)
        other.refresh_from_db()
        assert (other.name, other.service_number.startswith("erased-")) == ("Erased person", True)
        assert not Merge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_in_a_circle_one_is_made(amina, above, wanjiru, other):
    from tests.progress.test_races import at_once

    def one(person, into, by):
        try:
            return merged(person, into, by).pk
        except NotTheirs:
            return None

    answers = at_once(partial(one, wanjiru, other, amina), partial(one, other, wanjiru, above))
    assert answers.count(None) == 1
    assert Merge.objects.count() == 1


def complete_first(enrolment: Enrolment, now) -> None:
    """Begin the course by its first activity."""
    first = enrolment.release.outline.activities[0]
    begin(enrolment=enrolment, entry=first, event_id=uuid7(), now=now, language="en")
