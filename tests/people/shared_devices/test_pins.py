"""A PIN on a shared device: who sets one, what it opens, and when it goes."""

import re
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.people.administration.records import services as people
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from lms.people.identity.factors import services as factors
from lms.people.identity.factors.totp import new_secret
from lms.people.identity.sessions.models import Session
from lms.people.identity.shared_devices import views
from lms.people.identity.shared_devices.forms import digits_of, is_trivial
from lms.people.identity.shared_devices.models import DevicePin, SharedDevice
from tests.conftest import make_person
from tests.people.factors import phone as phones

from .conftest import FIRST, PIN, like, open_with, sign_in

NOT_THIS = "Number and PIN do not belong together."


class TestSettingOne:
    def test_is_offered_after_the_password_and_leads_on(self, tablet, wanjiru):
        answer = phones.password(tablet, wanjiru, wanted="/learn/?a=1")
        assert answer.url == "/account/pin/?next=%2Flearn%2F%3Fa%3D1"
        page = tablet.get(answer.url).content.decode()
        assert "Room 3, tablet 2" in page and "Not now" in page
        assert tablet.post("/account/pin/", {**FIRST, "next": "/learn/?a=1"}).url == "/learn/?a=1"
        held = DevicePin.objects.get()
        assert check_password(PIN, held.pin) and PIN not in held.pin
        assert AuditEntry.objects.get(action="pin_set").person_id == wanjiru.pk

    def test_is_not_offered_again_nor_anywhere_else(self, with_pin, wanjiru):
        assert phones.password(with_pin, wanjiru).url == "/start/"
        own = Client()
        assert phones.password(own, wanjiru).url == "/start/"
        assert own.post("/account/pin/", FIRST).url == "/start/"
        assert DevicePin.objects.count() == 1

    def test_another_one_takes_its_place(self, with_pin, wanjiru):
        phones.password(with_pin, wanjiru)
        with_pin.post("/account/pin/", {"pin": "8 2 6 1 9", "again": "٨٢٦١٩"})
        with_pin.post("/sign-out/")
        assert sign_in(with_pin).status_code == 422
        assert sign_in(with_pin, pin="82619").status_code == 302

    @pytest.mark.parametrize(
        ("pin", "again", "sentence"),
        [
            ("", "", "Enter your PIN."),
            ("730", "730", "Choose four to eight digits."),
            ("730512345", "730512345", "Choose four to eight digits."),
            ("73a5", "73a5", "Choose four to eight digits."),
            ("1234", "1234", "Others guess this PIN early."),
            ("7305", "7306", "The two PINs are not the same."),
        ],
    )
    def test_what_does_not_do_is_told(self, tablet, wanjiru, pin, again, sentence):
        phones.password(tablet, wanjiru)
        answer = tablet.post("/account/pin/", {"pin": pin, "again": again})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not DevicePin.objects.exists()

    def test_is_for_learners_without_a_factor_alone(self, tablet, omar, abdi):
        now = timezone.now()
        phone = phones.Phone(new_secret())
        factors.add_app(person=abdi, secret=phone.secret, code=phone.code(now, later=-1), now=now)
        assert phones.password(tablet, omar).url == "/start/"
        assert tablet.post("/account/pin/", FIRST).url == "/start/"
        tablet.post("/sign-out/")
        phones.password(tablet, abdi)
        phones.code(tablet, phone.code())
        assert tablet.post("/account/pin/", FIRST).url == "/start/"
        assert not DevicePin.objects.exists()

    def test_is_for_people_of_the_institution_alone(self, tablet, stranger):
        assert phones.password(tablet, stranger).url == "/start/"
        assert tablet.post("/account/pin/", FIRST).url == "/start/"
        assert not DevicePin.objects.exists()


class TestTrivialOnes:
    @pytest.mark.parametrize(
        "pins", ["0000 1212 1122 1221 12341234 2580", "0377 7302 19985", "1234 4321 2468 7890 9012 1998 1980 2026 2037"]
    )
    def test_pins_with_a_pattern_of_the_person_in_an_order_or_of_a_year_are_refused(self, pins):
        assert [pin for pin in pins.split() if not is_trivial(pin, number="KE-20377", birth_year=1998)] == []

    @pytest.mark.parametrize("pin", ["7305", "8261", "90417", "40862915"])
    def test_other_pins_are_taken(self, pin):
        assert not is_trivial(pin, number="KE-20377", birth_year=1998)
        assert not is_trivial(pin, number="KE-1", birth_year=None)

    def test_digits_of_every_script_are_read(self):
        assert (digits_of("٧٣٠٥"), digits_of(" 73 05 "), digits_of("73-05"), digits_of("")) == ("7305", "7305", "", "")


class TestSigningIn:
    def test_opens_what_a_learner_does(self, with_pin, wanjiru):
        answer = sign_in(with_pin, number=" ke-20377 ", next="/learn/")
        assert (answer.status_code, answer.url) == (302, "/learn/")
        assert with_pin.get("/learn/").status_code == 200
        assert AuditEntry.objects.get(action="pin_used").person_id == wanjiru.pk
        assert Session.objects.get(user=wanjiru).shared_device.name == "Room 3, tablet 2"

    def test_the_page_is_offered_where_one_signs_in_on_the_device(self, with_pin, client, wanjiru):
        assert "/sign-in/pin/" in with_pin.get("/sign-in/").content.decode()
        assert "/sign-in/pin/" not in client.get("/sign-in/").content.decode()

    def test_does_nothing_outside_the_device(self, with_pin, as_, amina, shared):
        assert sign_in(Client()).url == "/sign-in/"
        other = as_(amina)
        open_with(other, shared, "Room 4, tablet 1")
        answer = sign_in(other)
        assert answer.status_code == 422 and NOT_THIS in answer.content.decode()
        forged = Client()
        forged.cookies["shared-device"] = "Room 3, tablet 2"
        assert sign_in(forged).url == "/sign-in/"

    def test_never_shows_again_who_it_is(self, with_pin):
        sign_in(with_pin)
        assert "confirmed_at" not in with_pin.session
        for path in ("/account/factors/app/", "/account/pin/"):
            assert with_pin.get(path).url.startswith("/account/confirm/")
        assert with_pin.post("/account/confirm/", {"password": PIN}).status_code == 200
        assert "confirmed_at" not in with_pin.session

    def test_tells_a_guesser_nothing(self, with_pin, abdi):
        def told(number: str, pin: str) -> tuple:
            browser = like(with_pin)
            browser.get("/sign-in/pin/")
            with CaptureQueriesContext(connection) as captured:
                answer = sign_in(browser, number, pin)
            statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in captured]
            page = re.sub(r'value="[^"]*"', "", answer.content.decode())
            return answer.status_code, page, [each for each in statements if "audit" not in each]

        wrong, nobody, no_pin = told("KE-20377", "8261"), told("KE-99999", "8261"), told("KE-20417", "8261")
        assert wrong[:2] == nobody[:2] == no_pin[:2]
        assert len(wrong[2]) == len(nobody[2]) == len(no_pin[2])

    def test_the_fifth_wrong_one_deletes_it(self, with_pin, wanjiru):
        for _time in range(4):
            assert sign_in(with_pin, pin="8261").status_code == 422
        assert sign_in(with_pin).status_code == 302
        with_pin.post("/sign-out/")
        for _time in range(5):
            assert sign_in(with_pin, pin="8261").status_code == 422
        assert sign_in(with_pin).status_code == 422
        assert not DevicePin.objects.exists()
        assert AuditEntry.objects.filter(action="pin_gone", person_id=wanjiru.pk).count() == 1
        assert phones.password(with_pin, wanjiru).url.startswith("/account/pin/")

    def test_wrong_ones_neither_count_nor_are_forgiven_as_passwords(self, with_pin, wanjiru):
        sign_in(with_pin, pin="8261")
        assert not AccessAttempt.objects.exists()
        Client().post("/sign-in/", {"username": "KE-20377", "password": "wrong"})
        sign_in(with_pin)
        assert AccessAttempt.objects.get().failures_since_start == 1

    def test_a_device_is_not_guessed_at_without_pause(self, with_pin, monkeypatch):
        monkeypatch.setattr(views, "MOST", 2)
        assert [sign_in(with_pin, pin="8261").status_code for _time in range(3)] == [422, 422, 429]

    def test_what_is_missing_is_told(self, with_pin):
        page = with_pin.post("/sign-in/pin/", {}).content.decode()
        assert "Enter your PIN." in page and "Enter your service number" in page
        assert sign_in(with_pin, pin="7\x005").status_code == 422


class TestWhenItGoes:
    def test_a_new_password_deletes_the_pin(self, with_pin, wanjiru):
        wanjiru.set_password("seven green lanterns drift")
        wanjiru.save()
        assert not DevicePin.objects.exists()
        assert sign_in(with_pin).status_code == 422

    def test_with_the_account(self, with_pin, wanjiru):
        wanjiru.is_active = False
        wanjiru.save()
        assert not DevicePin.objects.exists()

    def test_with_another_institution(self, with_pin, wanjiru, neighbour_academy, amina):
        people.transfer(person=wanjiru, to=neighbour_academy, now=timezone.now(), by=amina)
        assert not DevicePin.objects.exists()

    @pytest.mark.parametrize("change", [{"password": "x"}, {"is_active": False}, {"institution": None}])
    def test_counts_no_more_where_rows_were_changed_past_it(self, with_pin, change):
        User.objects.filter(service_number="KE-20377").update(**change)
        assert sign_in(with_pin).status_code == 422

    def test_counts_no_more_for_somebody_who_became_staff_or_has_a_factor(self, with_pin, wanjiru, academy):
        role = people.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
        assert sign_in(with_pin).status_code == 422
        role.delete()
        assert sign_in(with_pin).status_code == 302
        with_pin.post("/sign-out/")
        now, phone = timezone.now(), phones.Phone(new_secret())
        factors.add_app(person=wanjiru, secret=phone.secret, code=phone.code(now, later=-1), now=now)
        assert sign_in(with_pin).status_code == 422

    def test_with_the_device(self, with_pin, as_, amina, wanjiru):
        sign_in(with_pin)
        device = SharedDevice.objects.get()
        assert as_(amina).post(f"/academy/devices/{device.pk}/withdraw/").status_code == 302
        assert not DevicePin.objects.exists()
        assert not Session.objects.filter(user=wanjiru).exists()
        assert with_pin.get("/learn/").url.startswith("/sign-in/")
        assert sign_in(with_pin).url == "/sign-in/"
        assert AuditEntry.objects.get(action="device_withdrawn").by_id == amina.pk

    def test_and_when_the_device_is_over(self, with_pin):
        from lms.people.tasks import forget_shared_devices

        with time_machine.travel(timezone.now() + timedelta(days=91)):
            assert sign_in(with_pin).url == "/sign-in/"
            forget_shared_devices()
        assert not SharedDevice.objects.exists()


def test_a_person_of_a_unit_below_may_have_one(tablet, academy):
    unit = people.create_institution(name="Unit 1", kind="unit", parent=academy)
    cadet = make_person("KE-31", "Chebet Rotich", unit)
    assert phones.password(tablet, cadet).url.startswith("/account/pin/")
    assert tablet.post("/account/pin/", FIRST).status_code == 302
    assert DevicePin.objects.get().person_id == cadet.pk
