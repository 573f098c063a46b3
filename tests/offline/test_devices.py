"""Phones with a key of their own: what one signs is its person's, whoever is signed in there."""

import json
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from lms.desks.offline.models import ChainBreak, Device, Held
from lms.learning.progress.models import Enrolment, Event
from lms.people.audit.models import AuditEntry
from tests.builders import same_when_rebuilt

from .conftest import Phone, SigningPhone

ONE, TWO = "trafficking-lesson-1", "trafficking-lesson-2"
DONE = {"done": ["1"]}


@pytest.fixture
def work(signing, enrolment, check):
    whole = [(ONE, check[0]), (ONE, check[1]), (ONE, DONE), (TWO, DONE)]
    return signing.chained(*[signing.event(enrolment, slug, data) for slug, data in whole])


class TestRegistering:
    def test_twice_is_once(self, signing, wanjiru):
        assert signing.register().status_code == 200
        device = Device.objects.get()
        assert (str(device.pk), device.person, device.key) == (signing.id, wanjiru, signing.public)

    def test_a_key_of_another_cannot_be_taken(self, signing, as_, abdi):
        """Neither under the id of the first, nor under a new one without the private half."""
        theirs = SigningPhone(as_(abdi))
        theirs.id, own = signing.id, theirs.key
        assert theirs.register().status_code == 409
        theirs.id, theirs.key = str(uuid4()), signing.key
        public = theirs.public
        theirs.key = own
        body = json.dumps({"device": theirs.id, "key": public}).encode()
        headers = {"X-Device-Signature": theirs.signature(body)}
        sent = theirs.client.post("/offline/devices/", body, content_type="application/json", headers=headers)
        assert sent.status_code == 400
        assert Device.objects.count() == 1

    @pytest.mark.parametrize("body", [b"", b"[]", b"7", b'{"device": 7}', b'{"device": "x", "key": "y"}', b"\xff"])
    def test_what_is_no_phone_is_refused_with_a_sentence(self, phone, body):
        sent = phone.client.post("/offline/devices/", body, content_type="application/json")
        assert sent.status_code == 400 and sent.json()["message"]

    def test_a_key_of_another_curve_or_kind_is_refused(self, phone):
        other = SigningPhone(phone.client)
        other.key = ec.generate_private_key(ec.SECP256K1())
        assert other.register().status_code == 400

    def test_no_more_than_the_most(self, phone, monkeypatch):
        monkeypatch.setattr("lms.desks.offline.devices.MOST", 1)
        first = SigningPhone(phone.client)
        assert [first.register().status_code, SigningPhone(phone.client).register().status_code] == [200, 409]
        Device.objects.update(revoked_at=timezone.now())
        assert SigningPhone(phone.client).register().status_code == 200, "the refusal says to revoke one"

    def test_no_more_than_the_most_ever_with_revoked_ones(self, phone, monkeypatch):
        monkeypatch.setattr("lms.desks.offline.devices.EVER", 1)
        assert SigningPhone(phone.client).register().status_code == 200
        Device.objects.update(revoked_at=timezone.now())
        assert SigningPhone(phone.client).register().status_code == 409


class TestSigned:
    def test_batches_are_their_persons_whoever_is_signed_in(self, signing, work, enrolment, as_, abdi, stranger):
        assert signing.carry(*work[:2], client=as_(abdi)) == ["stored"] * 2
        assert signing.carry(*work, client=as_(stranger)) == ["known"] * 2 + ["stored"] * 2
        enrolment.refresh_from_db()
        assert len(enrolment.done) == 2 and same_when_rebuilt()
        assert not ChainBreak.objects.exists() and not Held.objects.exists()

    @pytest.mark.parametrize("signature", ["", "AAAA", "no base64 é", "A" * 86 + "=="])
    def test_without_a_valid_signature_they_stay_on_the_phone(self, signing, work, as_, abdi, signature):
        if signature:
            assert (
                signing.carry(*work, client=as_(abdi), signature=signature.encode().decode("latin-1"))
                == ["foreign"] * 4
            )
        else:
            sent = Phone(as_(abdi)).raw(signing.batch(*work))
            assert [one["verdict"] for one in sent.json()["verdicts"]] == ["foreign"] * 4
        assert not Event.objects.exists() and not Held.objects.exists()

    def test_a_signature_of_other_words_is_none(self, signing, work, as_, abdi):
        other = signing.signature(signing.batch(*work[:3]))
        assert signing.carry(*work, client=as_(abdi), signature=other) == ["foreign"] * 4

    def test_a_withdrawn_course_of_the_first_is_not_held_for_the_second(self, signing, work, as_, abdi, wanjiru):
        """Unsigned it could be anybody's; signed it is held for the one whose it is."""
        Enrolment.objects.all().delete()
        client = as_(abdi)
        sent = Phone(client).raw(signing.batch(*work))
        assert {one["verdict"] for one in sent.json()["verdicts"]} == {"foreign"}
        assert signing.carry(*work, client=client) == ["held:gone"] * 4
        assert {row.learner for row in Held.objects.all()} == {wanjiru}

    def test_a_person_who_may_not_sign_in_sends_nothing_by_another(self, signing, work, as_, abdi, wanjiru):
        client = as_(abdi)
        wanjiru.is_active = False
        wanjiru.save()
        assert signing.carry(*work, client=client) == ["foreign"] * 4

    def test_one_signs_for_nobody_else(self, signing, enrolment, as_, abdi, check):
        """Abdi's phone, registered as his, sends events of Wanjiru's enrolment."""
        theirs = SigningPhone(as_(abdi))
        assert theirs.register().status_code == 200
        assert theirs.carry(*theirs.chained(theirs.event(enrolment, ONE, check[0]))) == ["foreign"]
        assert not Event.objects.exists()


class TestChains:
    def breaks(self):
        return list(ChainBreak.objects.order_by("sequence").values_list("sequence", flat=True))

    def test_one_event_at_a_time_and_sent_again_fits(self, signing, work):
        for last in range(1, 5):
            signing.carry(*work[:last])
        assert self.breaks() == []
        device = Device.objects.get()
        assert (device.sequence, device.head) == (4, work[-1]["chain"])

    def test_a_changed_event_is_taken_and_marked(self, signing, work):
        changed = {**work[1], "raw": work[1]["raw"].replace('"seq": 2', '"seq":  2')}
        assert signing.carry(work[0], changed, *work[2:]) == ["stored"] * 4
        assert self.breaks() == [2]
        assert signing.carry(work[0], changed, *work[2:]) == ["known"] * 4
        assert self.breaks() == [2]

    def test_an_event_left_out_is_marked(self, signing, work):
        assert signing.carry(work[0], *work[2:]) == ["stored"] * 3
        assert self.breaks() == [3]

    def test_numbers_that_changed_places_are_marked(self, signing, work):
        one, two = json.loads(work[0]["raw"]), json.loads(work[1]["raw"])
        one["seq"], two["seq"] = 2, 1
        swapped = [{**work[0], "raw": json.dumps(one)}, {**work[1], "raw": json.dumps(two)}]
        assert signing.carry(*swapped, *work[2:]) == ["stored"] * 4
        assert self.breaks() == [1, 2, 3]

    def test_a_new_key_goes_on_where_the_old_one_stood(self, signing, work, enrolment):
        signing.carry(*work)
        other = SigningPhone(signing.client)
        other.number, other.head = signing.number, signing.head
        assert other.register(seq=other.number, head=other.head).status_code == 200
        assert other.carry(*other.chained(other.event(enrolment, TWO, DONE))) == ["stored"]
        assert self.breaks() == []


class TestRevoking:
    def revoke(self, client, signing):
        return client.post(f"/offline/devices/{signing.id}/revoke/", follow=True)

    def test_holds_what_the_phone_still_sends_until_its_person_takes_it(self, signing, work, as_, abdi, wanjiru):
        page = self.revoke(signing.client, signing)
        assert page.redirect_chain[-1][0] == "/account/sessions/" and b"Revoked" in page.content
        assert AuditEntry.objects.filter(action="phone_revoked", person=wanjiru.pk).count() == 1
        assert signing.carry(*work, client=as_(abdi)) == ["held:revoked"] * 4
        assert signing.carry(*work) == ["held:revoked"] * 4
        assert Held.objects.count() == 4 and not Event.objects.exists()
        held = "/offline/held/"
        assert "A phone that you had revoked" in signing.client.get(held).content.decode()
        signing.client.post(held)
        assert Held.objects.count() == 4
        signing.client.post(held, {"which": "revoked"})
        assert Held.objects.count() == 0 and Event.objects.filter(verb="answered").count() == 4
        assert same_when_rebuilt()

    def test_a_revoked_phone_is_not_registered_again(self, signing):
        self.revoke(signing.client, signing)
        assert signing.register().status_code == 409
        assert self.revoke(signing.client, signing).status_code == 200
        assert AuditEntry.objects.filter(action="phone_revoked").count() == 1

    def test_nobody_else_revokes_it_or_sees_it(self, signing, as_, abdi, stranger, omar):
        for other in (abdi, stranger, omar):
            client = as_(other)
            assert self.revoke(client, signing).status_code == 404
            assert signing.id not in client.get("/account/sessions/").content.decode()
        assert signing.id in signing.client.get("/account/sessions/").content.decode()
        assert Device.objects.get().revoked_at is None
