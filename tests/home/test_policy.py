"""The Content-Security-Policy that is put together once is that which django-csp puts together each time."""

import pytest
from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_replace, csp_update
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from home.operation.policy import ContentPolicy

pytestmark = pytest.mark.once


def plain(request) -> HttpResponse:
    return HttpResponse()


def with_nonce(request) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))


def with_its_own(request) -> HttpResponse:
    return HttpResponse(headers={HEADER: "default-src 'self'"})


VIEWS = {
    "plain": plain,
    "a nonce": with_nonce,
    "its own header": with_its_own,
    "none": csp_exempt()(plain),
    "more": csp_update({"img-src": ["https://example.org"]})(plain),
    "another": csp_replace({"img-src": ["https://example.org"]})(plain),
}


def policy(middleware, view, request) -> set[str] | None:
    answer = middleware(view)(request)
    nonce = answer.content.decode()
    found = answer.get(HEADER)
    return None if found is None else set(found.replace(nonce or "nonce", "nonce").split("; "))


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_is_that_of_the_library(rf, view):
    theirs = policy(CSPMiddleware, view, rf.get("/learn/"))
    assert policy(ContentPolicy, view, rf.get("/learn/")) == theirs
    assert theirs is not None or view is VIEWS["none"]


def test_in_the_admin_nothing_comes_from_elsewhere_and_nothing_is_embedded(rf):
    told = policy(ContentPolicy, plain, rf.get("/admin/pages/"))
    assert told >= {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'"}
    allowed = {source for part in told for source in part.split()[1:]}
    assert allowed == {"'none'", "'self'", "'unsafe-inline'", "data:", "blob:"}


def test_errors_that_developers_see_have_none_and_a_second_policy_is_sent_too(rf, settings):
    settings.DEBUG = True
    assert HEADER not in ContentPolicy(lambda request: HttpResponse(status=404))(rf.get("/learn/"))
    settings.DEBUG = False
    settings.CONTENT_SECURITY_POLICY_REPORT_ONLY = {"DIRECTIVES": {"default-src": ["'none'"]}}
    assert {HEADER, f"{HEADER}-Report-Only"} <= ContentPolicy(plain)(rf.get("/learn/")).headers.keys()


def test_a_nonce_that_is_asked_for_too_late_is_an_error(rf):
    request = rf.get("/learn/")
    ContentPolicy(plain)(request)
    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)


def test_the_policy_is_composed_once(rf, monkeypatch):
    answer = ContentPolicy(plain)
    monkeypatch.setattr("csp.middleware.build_policy", None)
    assert HEADER in answer(rf.get("/learn/"))
