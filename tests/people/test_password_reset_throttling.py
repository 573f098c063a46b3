"""How often somebody may ask for a new password, and Wagtail's own pages for it."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from lms.people.identity.mail import password_reset
from lms.people.identity.mail.mails import Kind, Mail
from lms.people.identity.protection import throttling
from tests.conftest import PASSWORD

from .test_password_reset import asking, wanjiru  # noqa: F401


class TestThrottling:
    def test_a_mailbox_gets_a_few_links_and_then_none_for_a_while_known_or_not(self, asking, wanjiru):
        for address in (wanjiru.email, "nobody@example.org"):
            answers = [asking(address.swapcase() if number % 2 else address).status_code for number in range(7)]
            assert answers == [302] * throttling.MOST_FORGOTTEN + [429] * 2
        assert len(mail.outbox) == password_reset.MOST_LINKS, "whatever the cache counted, the rows say what was sent"

    def test_an_address_of_the_network_that_asks_for_many_has_to_wait_and_no_other(self, asking, settings, db):
        settings.SIGN_IN_FAILURES_OF_AN_ADDRESS = 3
        answers = [asking(f"somebody{number}@example.org", REMOTE_ADDR="10.0.0.1") for number in range(5)]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
        assert answers[-1]["Retry-After"] == "900"
        assert asking("else@example.org", REMOTE_ADDR="10.0.0.2").status_code == 302

    def test_asking_for_a_link_pauses_nobodys_signing_in(self, asking, client, wanjiru, settings):
        settings.SIGN_IN_FAILURES_OF_AN_ADDRESS = 3
        for _time in range(9):
            asking(wanjiru.email)
        assert client.post("/sign-in/", {"username": "KE-20377", "password": PASSWORD}).status_code == 302

    def test_another_hour_another_link(self, wanjiru):
        now = timezone.now()
        for hours in (0, 0, 0, 0, 1):
            password_reset.ask(address=wanjiru.email, now=now + timedelta(hours=hours))
            password_reset.look_up(Mail.objects.get(kind=Kind.FORGOTTEN), now=now + timedelta(hours=hours))
        assert Mail.objects.filter(kind=Kind.LINK).count() == password_reset.MOST_LINKS + 1
