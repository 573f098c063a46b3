"""Public addresses of a plugin are there for whoever comes, while it is on somewhere: nobody is signed in there."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve, reverse

from lms.foundation.plugins.pages.public_addresses import NoSession
from lms.foundation.plugins.runtime import faults, guard
from lms.people.administration.records.services import switch
from lms.people.identity.sessions.models import Session
from lms.settings.reserved_names import reserved
from lms.switchboard import recent_faults
from lms.switchboard.circuit_breaker import breaker
from lms.switchboard.public_addresses import MOST

pytestmark = pytest.mark.urls("tests.switchboard.public_urls")
WHO = "/p/orchard/who/"
PRODUCTION_EXEMPT = re.findall(
    r'r"(\S+?)"',
    next(
        line
        for line in (Path(__file__).parents[2] / "lms/settings/production.py").read_text().splitlines()
        if line.startswith("SECURE_REDIRECT_EXEMPT")
    ),
)
"""As production says: these settings cannot be loaded here."""
NOBODY = {"signed_in": False, "cookies": {}, "header": None, "session": {}, "posted": ""}


class TestWhoComes:
    def test_is_let_in_without_signing_in(self, on, client, django_assert_num_queries):
        with django_assert_num_queries(1):
            response = client.get(WHO)
        assert response.json() == NOBODY

    def test_is_nobody_also_with_the_cookies_of_somebody_signed_in(self, on, as_, superuser, django_assert_num_queries):
        client = as_(superuser)
        with django_assert_num_queries(1):
            assert client.get(WHO).json() == NOBODY
        assert client.get("/x/nothing/", follow=True).wsgi_request.user == superuser, "the session is still there"

    def test_posts_without_a_token_since_nobody_acts_with_cookies(self, on, superuser):
        client = Client(enforce_csrf_checks=True)
        client.force_login(superuser, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        assert client.post(WHO, {"word": "apple"}).json() == NOBODY | {"posted": "apple"}
        assert client.post("/p/orchard/deep/apple/").content == b"apple"
        assert client.post("/password/", {"word": "apple"}).status_code == 403, "elsewhere tokens are asked as ever"

    def test_finds_pages_of_the_frame(self, on, client):
        assert client.get("/p/orchard/page/").status_code == 200

    def test_who_has_a_password_to_change_is_not_sent_to_change_it(self, on, as_, wanjiru):
        wanjiru.password_given = True
        wanjiru.save()
        assert as_(wanjiru).get(WHO).status_code == 200


class TestWithoutTls:
    def test_a_program_is_refused_and_not_sent_on(self, on, client, settings):
        settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, PRODUCTION_EXEMPT
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        refused = client.get(WHO)
        assert (refused.status_code, refused.content) == (403, b"Ask this address over https.\n")
        assert client.get(WHO, headers={"X-Forwarded-Proto": "https"}).json()["signed_in"] is False
        assert client.get("/sign-in/").status_code == 301, "people are sent on as ever"


class TestWhatIsKept:
    def test_no_cookie_and_no_session(self, on, client, wanjiru):
        for name in ("who", "form", "page", "shared", "remember", "sign-in", "broken", "nothing"):
            response = client.get(f"/p/orchard/{name}/")
            assert not response.cookies, name
            assert "Set-Cookie" not in response.headers, name
            assert (response.status_code == 503) == (name in {"remember", "sign-in", "broken"})
        assert not Session.objects.exists()
        for write in (lambda s: s.update(a=1), lambda s: s.setdefault("a", 1), lambda s: s.__setitem__("a", 1)):
            with pytest.raises(TypeError, match="keeps no session"):
                write(NoSession())

    def test_is_kept_in_no_cache_unless_the_view_says_so(self, on, client):
        assert "no-store" in client.get(WHO)["Cache-Control"]
        response = client.get("/p/orchard/shared/")
        assert response["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in response.get("Vary", "")
        assert "X-Request-ID" not in response, "a cache would keep the id of whoever asked first"
        for refused in ("/p/orchard/shared/?broken=1", "/p/orchard/nothing/", "/p/orchard/broken/"):
            assert "no-store" in client.get(refused)["Cache-Control"]


class TestWhere:
    def test_is_named_after_the_plugin(self, on):
        assert reverse("public:orchard:who") == WHO

    def test_is_not_there_where_the_plugin_is_on_nowhere(self, orchard, on, client, kenya, now):
        switch(plugin="orchard", institution=on, on=False, by=None, now=now)
        for ask in (client.get, client.post):
            assert ask(WHO).status_code == 404
        switch(plugin="orchard", institution=kenya, on=True, by=None, now=now)
        assert client.get(WHO).status_code == 200

    def test_belongs_to_no_other_plugin(self, on, client):
        assert resolve(WHO).namespaces == ["public", "orchard"]
        assert reverse("public:orchard:who") != reverse("public:impostor:who") == "/p/impostor/orchard/who/"
        assert client.get(WHO).status_code == 200
        assert "public" in reserved([]), "a plugin called so would have these names"


class TestWhoComesTooOften:
    def test_waits_and_nobody_else_does(self, on, client):
        for _time in range(MOST):
            assert client.get(WHO).status_code == 200
        response = client.get(WHO)
        assert (response.status_code, response["Retry-After"]) == (429, "60")
        assert "Wait a minute" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert client.post(WHO).status_code == 429
        assert client.get(WHO, REMOTE_ADDR="10.9.8.7").status_code == 200

    def test_is_not_counted_where_the_address_cannot_be_told(self, on, client):
        for _time in range(MOST + 1):
            assert client.get(WHO, REMOTE_ADDR="").status_code == 200


class TestAViewThatBreaks:
    def test_answers_503_with_a_sentence(self, on, client, caplog):
        response = client.get("/p/orchard/broken/")
        assert response.status_code == 503
        assert "has a fault" in response.content.decode()
        assert "a detail" not in response.content.decode()
        assert "the plugin “orchard” broke: public address public:orchard:broken" in caplog.text
        assert recent_faults.sockets_by_plugin(["orchard"]) == {"orchard": ["public address"]}

    def test_is_put_aside_by_nobody_who_is_not_known(self, on, client):
        for place in range(5):
            client.get("/p/orchard/broken/", REMOTE_ADDR=f"10.0.0.{place}")
        record = breaker.records()[guard.Call("orchard", faults.PUBLIC, "public:orchard:broken")]
        assert (record.times, record.people) == (5, frozenset())

    def test_a_public_view_may_refuse(self, on, client):
        assert client.get("/p/orchard/refuse/").status_code == 403
        assert recent_faults.sockets_by_plugin(["orchard"]) == {}
