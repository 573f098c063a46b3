"""Acts of staff on certificates: issue by hand, revoke, reinstate, correct; once, with a reason, not for oneself."""

import pytest

from certificates import services
from certificates.audit import audit
from certificates.models import Certificate, Entry
from lms.people.audit.models import AuditEntry
from lms.people.directory.rules import OwnCase
from tests.builders import complete
from tests.progress.test_races import at_once

WHY = "The name was misspelt."


def acts(certificate: Certificate) -> list[str]:
    return list(certificate.entries.order_by("pk").values_list("act", flat=True))


class TestReinstating:
    def test_makes_it_hold_again_and_the_register_keeps_both_acts(self, certificate, omar, now):
        services.revoke(certificate=certificate, why="By mistake.", by=omar, now=now)
        row = services.reinstate(certificate=certificate, why="It was right.", by=omar, now=now)
        assert (row.revoked_at, row.revoked_why, row.revoked_by, row.standing(row.completed_on)) == (
            None,
            "",
            None,
            "valid",
        )
        assert acts(row) == ["issued", "revoked", "reinstated"]
        assert AuditEntry.objects.filter(action="certificate_reinstated", by=omar).count() == 1
        assert audit().faults == []

    def test_twice_is_once_and_of_what_holds_is_nothing(self, certificate, omar, now):
        services.reinstate(certificate=certificate, why=WHY, by=omar, now=now)
        assert acts(certificate) == ["issued"]

    def test_needs_a_reason_and_somebody_else(self, certificate, wanjiru, omar, now):
        services.revoke(certificate=certificate, why="By mistake.", by=omar, now=now)
        with pytest.raises(services.NotPossible):
            services.reinstate(certificate=certificate, why=" ", by=omar, now=now)
        with pytest.raises(OwnCase):
            services.reinstate(certificate=certificate, why=WHY, by=wanjiru, now=now)
        assert acts(certificate) == ["issued", "revoked"]


class TestCorrectingTheName:
    def correct(self, certificate, by, now, name="Wanjirũ wa Kamau Ng’ang’a", why=WHY):
        return services.correct_name(certificate=certificate, name=name, why=why, by=by, now=now)

    def test_is_a_new_document_and_the_old_one_is_replaced(self, certificate, completed, omar, now):
        new = self.correct(certificate, omar, now)
        certificate.refresh_from_db()
        assert (certificate.replaced_by, certificate.replaced_at, certificate.enrolment) == (new, now, None)
        assert certificate.standing(certificate.completed_on) == Certificate.Standing.REPLACED
        assert (new.name, new.enrolment, new.issued_by, new.issued_why) == (
            "Wanjirũ wa Kamau Ng’ang’a",
            completed,
            omar,
            WHY,
        )
        assert new.serial != certificate.serial and new.index != certificate.index and new.salt != certificate.salt
        assert new.valid_until == certificate.valid_until and new.course == certificate.course
        assert (acts(certificate), acts(new)) == (["issued", "replaced"], ["issued"])
        counted = Certificate.objects.counted(certificate.completed_on)
        assert (counted["valid"], counted["revoked"], counted["replaced"]) == (1, 0, 1)
        assert audit().faults == []

    def test_twice_is_once(self, certificate, omar, now):
        assert self.correct(certificate, omar, now) == self.correct(certificate, omar, now)
        assert Certificate.objects.count() == 2

    @pytest.mark.parametrize(("name", "why"), [("", WHY), ("Wanjirũ wa Kamau", WHY), ("x" * 201, WHY), ("Wanja", "")])
    def test_refuses_what_is_no_correction(self, certificate, omar, now, name, why):
        with pytest.raises(services.NotPossible):
            self.correct(certificate, omar, now, name, why)
        assert Certificate.objects.count() == 1

    def test_refuses_a_revoked_one_an_old_document_and_one_s_own(self, certificate, omar, wanjiru, now):
        with pytest.raises(OwnCase):
            self.correct(certificate, wanjiru, now)
        new = self.correct(certificate, omar, now)
        with pytest.raises(services.NotPossible):
            self.correct(certificate, omar, now, "Another Name")
        with pytest.raises(services.NotPossible):
            services.revoke(certificate=certificate, why="By mistake.", by=omar, now=now)
        services.revoke(certificate=new, why="By mistake.", by=omar, now=now)
        with pytest.raises(services.NotPossible):
            self.correct(new, omar, now, "Another Name")

    def test_a_completed_course_gets_no_third_one_from_the_daily_job(self, certificate, omar, now):
        self.correct(certificate, omar, now)
        assert services.issue_missing(now=now) == 0


class TestIssuingByHand:
    @pytest.fixture
    def kept_back(self, enrolment, now, monkeypatch):
        """A completed course whose certificate a plugin refuses."""
        monkeypatch.setattr(services, "refusals", lambda rows: {row.pk: "Not yet." for row in rows})
        return complete(enrolment, now=now)

    def hand(self, enrolment, by, now, why="The plugin is wrong."):
        return services.issue_by_hand(enrolment=enrolment, why=why, by=by, now=now)

    def test_awards_what_a_plugin_keeps_back_once(self, kept_back, omar, now):
        certificate = self.hand(kept_back, omar, now)
        assert self.hand(kept_back, omar, now) == certificate
        entry = Entry.objects.get()
        assert (entry.act, entry.by, entry.why) == ("issued", omar, "The plugin is wrong.")
        assert AuditEntry.objects.filter(action="certificate_issued").count() == 1

    def test_refuses_without_a_reason_for_oneself_and_what_is_not_complete(
        self, kept_back, enrolment, omar, wanjiru, now
    ):
        with pytest.raises(services.NotPossible):
            self.hand(kept_back, omar, now, " ")
        with pytest.raises(OwnCase):
            self.hand(kept_back, wanjiru, now)
        kept_back.completed_at = None
        with pytest.raises(services.NotPossible):
            self.hand(kept_back, omar, now)
        assert not Certificate.objects.exists()

    def test_refuses_where_the_institution_issues_none_and_what_was_revoked(self, kept_back, omar, now):
        services.revoke(certificate=self.hand(kept_back, omar, now), why="By mistake.", now=now)
        with pytest.raises(services.NotPossible):
            self.hand(kept_back, omar, now)
        kept_back.institution.issues = False
        with pytest.raises(services.NotPossible):
            self.hand(kept_back, omar, now)


@pytest.mark.django_db(transaction=True)
def test_two_staff_at_once_do_each_thing_once(certificate, omar, halima, now):
    def correct(by):
        return lambda: services.correct_name(certificate=certificate, name="Wanja", why=WHY, by=by, now=now).pk

    first, second = at_once(correct(omar), correct(halima))
    assert first == second
    current = Certificate.objects.get(pk=first)

    def act(service, by):
        return lambda: service(certificate=current, why=WHY, by=by, now=now).pk

    for service in (services.revoke, services.reinstate):
        assert at_once(act(service, omar), act(service, halima)) == [first, first]
    assert acts(current) == ["issued", "revoked", "reinstated"] and audit().faults == []
