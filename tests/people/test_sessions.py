"""The rows of sessions: whose they are, and what one statement finds with them."""

import pickle
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.foundation.database.prepared_statements import with_constants
from lms.people.directory.models import User
from lms.people.identity.sessions.backends import duties_of
from lms.people.identity.sessions.models import Session, stored_key
from lms.people.identity.sign_in import session_store
from lms.people.identity.sign_in.middleware import SignedIn
from lms.people.identity.sign_in.session_store import _SESSION, _asks
from lms.people.tasks import forget_sessions
from tests.conftest import PASSWORD

BACKEND = "lms.people.identity.sessions.backends.ServiceNumberBackend"


def session_of(person, as_) -> Session:
    as_(person)
    return Session.objects.get(user=person)


def asked(row: Session):
    """The same as the ORM gives it."""
    values = {"key": row.session_key, "now": timezone.now()}
    queryset = Session.objects.select_related("user__institution").annotate(**duties_of("user_id"))
    return queryset.get(session_key=values["key"], expire_date__gt=values["now"]), _SESSION.first(**values)


def state_of(instance) -> dict:
    """What an instance holds, and what those hold that came with it."""
    own = {name: value for name, value in vars(instance).items() if name != "_state"}
    return own | {"_also": {name: vars(one) for name, one in instance._state.fields_cache.items() if one is not None}}


class TestTheStatement:
    @pytest.mark.parametrize("who", ["wanjiru", "omar", "halima", "superuser"])
    def test_gives_what_the_orm_gives(self, who, request, as_):
        by_orm, written = asked(session_of(request.getfixturevalue(who), as_))
        assert state_of(written).keys() == state_of(by_orm).keys()
        for name in state_of(by_orm).keys() - {"_also"}:
            assert getattr(written, name) == getattr(by_orm, name)
        mine, theirs = written.user, by_orm.user
        assert pickle.dumps(mine.institution) == pickle.dumps(theirs.institution)
        assert {k: v for k, v in vars(mine).items() if k != "_state"} == {
            k: v for k, v in vars(theirs).items() if k != "_state"
        }
        assert written._state.db == by_orm._state.db == "default"
        assert not written._state.adding

    def test_is_the_sql_that_the_orm_writes_today(self, db):
        sql, _open = with_constants(connection, *_asks().query.get_compiler("default").as_sql())
        _SESSION.first(key="none", now=timezone.now())
        assert _SESSION._written["default"].sql == sql

    def test_of_a_session_that_is_nobodys_there_is_no_person(self, client, site):
        store = client.session
        store["language"] = "fr"
        store.save()
        by_orm, written = asked(Session.objects.get())
        assert written.user is by_orm.user is None
        assert written.teaches is False or not written.teaches


class TestARequest:
    def test_asks_once_who_it_is(self, omar, as_, django_assert_num_queries):
        client = as_(omar)
        client.get("/password/")
        with django_assert_num_queries(1) as asked:
            client.get("/password/")
        assert "people_session" in asked[0]["sql"]
        assert "people_user" in asked[0]["sql"]

    def test_puts_the_person_in_the_place_of_what_finds_them(self, omar, as_):
        response = as_(omar).get("/learn/")
        assert type(response.wsgi_request.user) is User and response.wsgi_request.user == omar

    def test_leaves_whom_somebody_else_put_there(self, omar, wanjiru, as_, rf):
        def answer(request):
            later, request.user = request.user, wanjiru
            assert later == omar and request.user is wanjiru
            return HttpResponse()

        request = rf.get("/")
        request.session = as_(omar).session
        SignedIn(answer)(request)
        assert request.user is wanjiru

    def test_is_nobodys_when_the_session_is_over(self, omar, as_):
        client = as_(omar)
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        assert client.get("/password/").status_code == 302

    def test_is_of_whoever_signed_in_last(self, omar, wanjiru, client):
        for person in (omar, wanjiru):
            client.force_login(person, backend=BACKEND)
        assert client.get("/password/").wsgi_request.user == wanjiru
        assert Session.objects.get().user == wanjiru

    def test_cannot_name_another_person_in_the_row(self, omar, wanjiru, as_):
        """The row says whose it is for the one statement alone; who is signed in is in the signed data."""
        client = as_(omar)
        Session.objects.update(user=wanjiru)
        assert client.get("/password/").wsgi_request.user == omar


def test_goes_with_the_person(wanjiru, as_):
    as_(wanjiru)
    wanjiru.delete()
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_somebody_who_is_deleted_meanwhile_is_nobodys_and_ends(wanjiru, as_):
    client = as_(wanjiru)
    store = client.session
    assert store["_auth_user_id"] == str(wanjiru.pk)
    wanjiru.delete()
    store.cycle_key()
    store.save()
    assert Session.objects.get().user_id == int(store["_auth_user_id"])
    client.cookies["sessionid"] = store.session_key
    assert client.get("/password/").status_code == 302


def test_a_job_forgets_those_that_are_over(omar, wanjiru, as_):
    as_(omar), as_(wanjiru)
    Session.objects.filter(user=omar).update(expire_date=timezone.now() - timedelta(days=1))
    assert forget_sessions() == 1
    assert [row.user for row in Session.objects.all()] == [wanjiru]


class TestANewKey:
    def test_is_written_once_when_somebody_signs_in(self, client, wanjiru):
        with CaptureQueriesContext(connection) as asked:
            client.post("/sign-in/", {"username": wanjiru.service_number, "password": PASSWORD})
        about = [one["sql"] for one in asked if one["sql"].lstrip().startswith(("INSERT", "UPDATE"))]
        assert sum('"people_session"' in sql for sql in about) == 1
        assert not any('1 AS "a" FROM "people_session"' in one["sql"] for one in asked)
        assert Session.objects.get(user=wanjiru).session_key == stored_key(client.cookies["sessionid"].value)

    def test_takes_the_place_of_the_one_from_before(self, client, wanjiru):
        store = client.session
        store["language"] = "fr"
        store.save()
        client.cookies["sessionid"] = before = store.session_key
        client.post("/sign-in/", {"username": wanjiru.service_number, "password": PASSWORD})
        after = client.cookies["sessionid"].value
        assert after != before
        assert not Session.objects.filter(session_key=stored_key(before)).exists()
        assert Session.objects.get(session_key=stored_key(after)).get_decoded()["language"] == "fr"

    def test_that_is_taken_is_drawn_again(self, wanjiru, monkeypatch):
        Session.objects.create(session_key=stored_key("a" * 32), session_data="", expire_date=timezone.now())
        keys = iter(["a" * 32, "b" * 32])
        monkeypatch.setattr(session_store, "get_random_string", lambda length, allowed: next(keys))
        store = session_store.SessionStore()
        store["language"] = "fr"
        store.save()
        assert store.session_key == "b" * 32
