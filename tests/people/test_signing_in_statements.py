"""What signing in asks and writes: each once, and the same as the ORM."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import authenticate, login
from django.contrib.sessions.backends.base import CreateError
from django.db import IntegrityError
from django.utils import timezone

from lms.people.audit.models import AuditEntry
from lms.people.audit.services import _NEW as NEW_ENTRY
from lms.people.directory.models import User
from lms.people.identity.protection import throttling
from lms.people.identity.sessions import backends
from lms.people.identity.sessions.backends import duties_of
from lms.people.identity.sessions.factor_holders import holds_factor
from lms.people.identity.sessions.models import Session
from lms.people.identity.sign_in.session_store import SessionStore
from tests.conftest import PASSWORD
from tests.progress.counting import statements

from .test_signing_in import sign_in

NUMBER = "KE-20377"


def values(row) -> dict:
    return {name: value for name, value in vars(row).items() if name != "_state"}


@pytest.fixture
def visit(rf, client, db):
    """A request of nobody's, with a session."""

    def ask():
        request = rf.post("/sign-in/", {"username": NUMBER, "password": PASSWORD})
        request.session = SessionStore()
        return request

    return ask


class TestStatements:
    def test_five_are_all_it_takes(self, client, wanjiru):
        sign_in(client, NUMBER)
        client.cookies.clear()
        with statements() as asked:
            assert sign_in(client, NUMBER).status_code == 302
        tables = ("people_user", "axes_accessattempt", "people_user", "people_auditentry", "people_session")
        verbs = ("SELECT", "SELECT", "UPDATE", "INSERT", "INSERT")
        assert [sql.split()[0] for sql in asked] == list(verbs)
        assert all(f'"{table}"' in sql for table, sql in zip(tables, asked, strict=True))

    def test_of_whoever_failed_before_those_that_forget_it_come_besides(self, client, wanjiru):
        sign_in(client, NUMBER, "wrong")
        with statements() as asked:
            sign_in(client, NUMBER)
        assert len([sql for sql in asked if "axes_" not in sql]) == 4
        assert not AccessAttempt.objects.exists()

    def test_when_one_was_here_last_is_written(self, client, wanjiru):
        before = timezone.now()
        sign_in(client, NUMBER)
        wanjiru.refresh_from_db()
        assert before <= wanjiru.last_login <= timezone.now()


class TestForgiving:
    @pytest.fixture
    def failure(self, wanjiru):
        def keep(person: User = wanjiru) -> AccessAttempt:
            account = throttling.account_of(person)
            return AccessAttempt.objects.create(username=account, ip_address="10.0.0.9", failures_since_start=1)

        return keep

    def test_what_failed_while_the_password_was_looked_at_still_counts(self, visit, wanjiru, failure):
        request = visit()
        person = authenticate(request, username=NUMBER, password=PASSWORD)
        failure()
        login(request, person)
        assert AccessAttempt.objects.count() == 1

    def test_who_gets_in_by_another_way_is_forgiven_without_a_look(self, visit, wanjiru, abdi, failure):
        failure()
        failure(abdi)
        login(visit(), wanjiru, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        assert [one.username for one in AccessAttempt.objects.all()] == [throttling.account_of(abdi)]

    def test_what_is_too_old_to_count_is_forgiven_too(self, client, wanjiru, failure):
        row = failure()
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=timezone.now() - timezone.timedelta(hours=1))
        sign_in(client, NUMBER)
        assert not AccessAttempt.objects.exists()


class TestTheSameAsTheOrm:
    @pytest.mark.parametrize("who", ["wanjiru", "omar", "superuser"])
    def test_finds_the_person(self, who, request):
        person = request.getfixturevalue(who)
        people = User.objects.annotate(has_factor=holds_factor("pk"), **duties_of("pk"))
        found = backends._NUMBERED.first(number=person.service_number.swapcase())
        assert values(found) == values(people.get(pk=person.pk))
        assert backends._NUMBERED.first(number="none") is None

    def test_finds_failures(self, client, wanjiru):
        for number, address in ((NUMBER, "10.0.0.1"), (NUMBER, "10.0.0.2"), ("KE-20417", "10.0.0.1")):
            sign_in(client, number, "wrong", REMOTE_ADDR=address)
        sign_in(client, "KE-20418", "wrong", REMOTE_ADDR="10.0.0.3")
        kept = throttling._KEPT.rows(account=throttling.account_of(wanjiru), address="10.0.0.1")
        assert sorted((bool(one.of_account), bool(one.of_address)) for one in kept) == [
            (False, True),
            (True, False),
            (True, True),
        ]
        assert {one.pk: (one.failures_since_start, one.attempt_time) for one in kept} == {
            one.pk: (one.failures_since_start, one.attempt_time)
            for one in AccessAttempt.objects.exclude(username="typed ke-20418")
        }

    def test_where_the_address_is_not_known_none_fits_it(self, client, wanjiru):
        AccessAttempt.objects.create(username="typed ke-20417", ip_address=None, failures_since_start=1)
        assert throttling._KEPT.rows(account=throttling.account_of(wanjiru), address=None) == []

    def test_enters_in_the_log(self, wanjiru, now):
        rows = []
        for insert in (lambda row: row.save(force_insert=True), NEW_ENTRY.insert):
            row = AuditEntry(
                at=now, action="signed_in", by=wanjiru, person=wanjiru, data={"text": "é “x”", "list": [1]}
            )
            insert(row)
            assert row.pk and not row._state.adding
            rows.append(values(AuditEntry.objects.get(pk=row.pk)) | {"id": 0})
        assert rows[0] == rows[1]

    def test_writes_the_session(self, wanjiru):
        store = SessionStore()
        store["_auth_user_id"] = str(wanjiru.pk)
        row = store.create_model_instance(dict(store.items()))
        row.save(force_insert=True)
        by_orm = values(Session.objects.get())
        session_key = store._session_key
        row.delete()
        store.save(must_create=True)
        written = values(Session.objects.get())
        moments = ("expire_date", "began_at", "last_used_at", "session_data")
        assert {name: value for name, value in written.items() if name not in moments} == {
            name: value for name, value in by_orm.items() if name not in moments
        }
        assert SessionStore(session_key).get("_auth_user_id") == str(wanjiru.pk)

    def test_a_key_that_is_taken_is_told_and_nothing_else_is_lost(self, wanjiru):
        first, second = SessionStore(), SessionStore()
        first.save()
        second._session_key = first.session_key
        with pytest.raises(CreateError) as refused:
            second.save(must_create=True)
        assert isinstance(refused.value.__cause__, IntegrityError)
        assert Session.objects.count() == 1
