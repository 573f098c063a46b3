"""A forgotten password: a link by mail to whoever has the address, once, and the same answer to everybody else."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from lms.people import tasks
from lms.people.directory.models import User
from lms.people.identity.mail import links, password_reset
from lms.people.identity.mail.mails import Mail
from tests.conftest import PASSWORD, make_person
from tests.privacy.searching import cached, places

from .test_plans import tables_read_whole

ASK, SENT = "/password/forgotten/", "/password/forgotten/sent/"
NEW = "three quiet lakes"
CHOSEN = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def wanjiru(wanjiru):
    wanjiru.email = "wanjiru@example.org"
    wanjiru.save()
    return wanjiru


@pytest.fixture
def asking(django_capture_on_commit_callbacks):
    """Ask for a link; what is queued is done as by a worker."""

    def ask(address: str, client=None, **extra):
        with django_capture_on_commit_callbacks(execute=True):
            return (client or Client()).post(ASK, {"address": address}, **extra)

    return ask


def link_in(message) -> str:
    return urlsplit(re.search(r"http\S+", message.body)[0]).path


@pytest.fixture
def signed_in(as_, wanjiru):
    """Whoever signs in later makes a link void."""
    return as_(wanjiru)


@pytest.fixture
def link(asking, wanjiru) -> str:
    asking(wanjiru.email)
    return link_in(mail.outbox.pop())


def choose(path: str, client=None, **data):
    """Open the link and choose the new password on the page to which it leads."""
    browser = client or Client()
    opened = browser.get(path)
    return browser.post(opened.url if opened.status_code == 302 else path, {**CHOSEN, **data})


class TestAsking:
    def test_is_offered_where_one_signs_in_and_says_whom_to_ask_without_an_address(self, client, db):
        assert f'href="{ASK}"' in client.get("/sign-in/").content.decode()
        page = client.get(ASK).content.decode()
        assert "Ask the person at your institution who looks after accounts" in page

    def test_sends_a_link_to_the_address_as_the_person_has_it_and_none_to_one_that_nobody_has(self, asking, wanjiru):
        asking("nobody@example.org")
        assert mail.outbox == [] and not Mail.objects.exists()
        assert asking("WANJIRU@example.org").url == SENT
        [sent] = mail.outbox
        assert sent.to == ["wanjiru@example.org"]
        assert "KE-20377" in sent.body

    def test_answers_the_same_with_the_same_statements_to_an_address_that_nobody_has(self, wanjiru):
        found = {}
        for address in (wanjiru.email, "nobody@example.org"):
            with CaptureQueriesContext(connection) as captured:
                answer = Client().post(ASK, {"address": address})
            statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in captured]
            found[address] = answer.status_code, answer["Location"], dict(answer.cookies), statements
        assert found[wanjiru.email] == found["nobody@example.org"]
        assert len(found[wanjiru.email][-1]) == 2

    def test_speaks_the_language_of_the_person_not_of_whoever_asks(self, asking, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(language="fr")
        asking(wanjiru.email, HTTP_ACCEPT_LANGUAGE="ar")
        assert Mail.objects.get().language == "fr"
        with override("fr"):
            assert mail.outbox[0].subject == gettext("Choose a new password")

    @pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!unusable"}])
    def test_sends_nothing_to_who_may_not_sign_in_with_a_password(self, asking, wanjiru, change):
        User.objects.filter(pk=wanjiru.pk).update(**change)
        assert asking(wanjiru.email).url == SENT
        assert mail.outbox == []

    def test_sends_each_of_those_who_share_an_address_their_own_link(self, asking, wanjiru, academy):
        abdi = make_person("KE-20417", "Abdi Hassan", academy, email="Wanjiru@Example.org")
        asking(wanjiru.email)
        assert [("KE-20377" in sent.body, "KE-20417" in sent.body) for sent in mail.outbox] == [
            (True, False),
            (False, True),
        ]
        choose(link_in(mail.outbox[1]))
        abdi.refresh_from_db()
        wanjiru.refresh_from_db()
        assert abdi.check_password(NEW)
        assert wanjiru.check_password(PASSWORD)

    def test_the_link_leads_to_this_site_whatever_host_was_asked_for(self, asking, wanjiru, settings):
        settings.ALLOWED_HOSTS, settings.BASE_URL = ["*"], "https://mafunzo.example.org"
        asking(wanjiru.email, HTTP_HOST="elsewhere.example")
        assert "https://mafunzo.example.org/password/new/" in mail.outbox[0].body
        assert "elsewhere" not in mail.outbox[0].body

    @pytest.mark.parametrize(
        "address", ["", "no address", "a@b", "x" * 300 + "@example.org", "a@example.org\nBcc: b@example.org"]
    )
    def test_what_is_no_address_is_told(self, client, db, address):
        page = client.post(ASK, {"address": address})
        assert page.status_code == 200
        assert "error-summary" in page.content.decode()
        assert not Mail.objects.exists()

    def test_looks_nobody_up_by_reading_all_people(self, wanjiru):
        password_reset.ask(address=wanjiru.email, now=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            tasks.sweep_mails()
        asked = [
            query["sql"]
            for query in captured
            if query["sql"].startswith("SELECT") and 'LOWER("people_user"."email")' in query["sql"]
        ]
        assert asked
        assert [tables_read_whole(sql) & {"people_user"} for sql in asked] == [set()] * len(asked)

    def test_costs_as_many_statements_for_many_who_share_an_address_as_rows_are_written(
        self, academy, django_assert_num_queries
    ):
        for number in range(3):
            make_person(f"KE-5{number}", "Somebody", academy, email="office@example.org")
        password_reset.ask(address="office@example.org", now=timezone.now())
        row = Mail.objects.get()
        with django_assert_num_queries(
            2 + 1 + 3 + 1 + 1
        ):  # savepoint and its release, whom, a row each, the entries of the audit log, the row that asked
            password_reset.look_up(row, now=timezone.now())


class TestTheLink:
    def test_lets_a_new_password_be_chosen_ends_every_session_and_is_told_by_mail(
        self, signed_in, link, wanjiru, django_capture_on_commit_callbacks
    ):
        assert signed_in.get("/password/").status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            assert choose(link).url == "/sign-in/"
        wanjiru.refresh_from_db()
        assert wanjiru.check_password(NEW)
        assert [(sent.to, sent.subject) for sent in mail.outbox] == [
            (["wanjiru@example.org"], "Your password was changed")
        ]
        assert signed_in.get("/password/").status_code == 302
        assert Client().post("/sign-in/", {"username": "KE-20377", "password": NEW}).url == "/start/"

    def test_stays_out_of_the_address_while_the_password_is_chosen(self, client, link):
        opened = client.get(link)
        assert opened.status_code == 302
        assert opened.url.endswith("/set-password/")
        assert link.rstrip("/").rpartition("/")[2] not in client.get(opened.url).content.decode()

    def test_works_once(self, link, wanjiru):
        choose(link)
        again = choose(link, new_password1="four loud rivers", new_password2="four loud rivers")
        assert again.status_code == 404
        assert "no longer works" in again.content.decode()
        wanjiru.refresh_from_db()
        assert wanjiru.check_password(NEW)

    def test_that_is_open_twice_works_once(self, link, wanjiru):
        browsers = Client(), Client()
        pages = [browser.get(link).url for browser in browsers]
        assert browsers[0].post(pages[0], CHOSEN).status_code == 302
        late = browsers[1].post(pages[1], {"new_password1": "four loud rivers", "new_password2": "four loud rivers"})
        assert late.status_code == 404
        wanjiru.refresh_from_db()
        assert wanjiru.check_password(NEW)

    def test_is_checked_again_when_the_password_is_written(self, link, wanjiru):
        token = link.rstrip("/").rpartition("/")[2]
        stale = User.objects.get(pk=wanjiru.pk)
        password_reset.choose(person=wanjiru, token=token, password=NEW, now=timezone.now())
        with pytest.raises(password_reset.LinkIsVoid):
            password_reset.choose(person=stale, token=token, password="four loud rivers", now=timezone.now())

    @pytest.mark.parametrize(
        "change",
        [{"password": "md5$x$y"}, {"email": "new@example.org"}, {"is_active": False}, {"last_login": timezone.now()}],
    )
    def test_is_void_when_the_password_the_address_or_the_right_to_sign_in_is_another(self, link, wanjiru, change):
        User.objects.filter(pk=wanjiru.pk).update(**change)
        assert choose(link).status_code == 404

    def test_is_void_after_an_hour(self, link, settings, time_machine_at):
        time_machine_at(timedelta(minutes=59))
        assert Client().get(link).status_code == 302
        time_machine_at(timedelta(minutes=61))
        assert Client().get(link).status_code == 404

    def test_of_one_person_is_worth_nothing_for_another(self, link, abdi):
        token = link.rstrip("/").rpartition("/")[2]
        of_abdi = urlsplit(links.to_new_password(abdi)).path.split("/")
        assert Client().get("/".join([*of_abdi[:-2], token, ""])).status_code == 404

    @pytest.mark.parametrize(
        "path", ["MQ/set-password/", "MQ/x-y/", "____/a-b/", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b/", "%00/a-b/"]
    )
    def test_that_was_made_up_opens_nothing(self, client, wanjiru, path):
        assert client.get(f"/password/new/{path}").status_code == 404
        assert client.post(f"/password/new/{path}", CHOSEN).status_code == 404

    def test_takes_no_weak_password(self, link, wanjiru):
        page = choose(link, new_password1="ke-20377", new_password2="ke-20377")
        assert page.status_code == 200
        assert "error-summary" in page.content.decode()
        wanjiru.refresh_from_db()
        assert wanjiru.check_password(PASSWORD)

    def test_forgives_failures_and_makes_a_given_password_ones_own(self, link, client, wanjiru, settings):
        settings.AXES_FAILURE_LIMIT = 3
        User.objects.filter(pk=wanjiru.pk).update(password_given=True)
        for _try in range(3):
            client.post("/sign-in/", {"username": "KE-20377", "password": "wrong"})
        choose(link)
        assert client.post("/sign-in/", {"username": "KE-20377", "password": NEW}).status_code == 302
        wanjiru.refresh_from_db()
        assert not wanjiru.password_given

    def test_opens_also_for_somebody_who_is_signed_in_with_a_given_password(self, signed_in, link, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(password_given=True)
        assert signed_in.get(link).url.endswith("/set-password/")

    def test_is_nowhere_in_the_rows(self, asking, wanjiru):
        asking(wanjiru.email)
        token = link_in(mail.outbox[0]).rstrip("/").rpartition("/")[2]
        assert [*places(token), *cached(token)] == []


@pytest.fixture
def time_machine_at():
    """Let it be so much later, from the beginning of the test on."""
    import time_machine

    began, travels = timezone.now(), []

    def at(later: timedelta) -> None:
        travel = time_machine.travel((began + later).timestamp(), tick=True)
        travel.start()
        travels.append(travel)

    yield at
    for travel in reversed(travels):
        travel.stop()
