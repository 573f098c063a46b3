"""The law on public addresses lets a sound plugin be, and catches what whoever comes would meet."""

import json
import sys
from dataclasses import replace
from types import ModuleType

import pytest
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import include, path, re_path
from django.views.decorators.http import require_POST

from lms.foundation.plugins.contract import names
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.contract.public_addresses import answers_whoever_comes
from lms.people.directory.models import User

from . import toy as toys

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def sound(request, word=""):
    if request.method == "POST":
        try:
            json.loads(request.body)
        except ValueError:
            raise Http404 from None
    return JsonResponse({"word": word, "known": request.user.is_authenticated, "people": User.objects.count()})


@require_POST
def told(request):
    User.objects.get_or_create(service_number="X-9")
    return HttpResponse("Written down.")


def drawn(request):
    return TemplateResponse(request, "404.html")


def unsound(request):
    return HttpResponse(json.loads(request.body or "{}")["word"])


def with_a_cookie(request):
    response = HttpResponse()
    response.set_cookie("toy", "1")
    return response


def writing(request):
    User.objects.update(phone="1")
    return HttpResponse()


def remembering(request):
    request.session["toy.seen"] = 1
    return HttpResponse()


@pytest.fixture
def toy(tmp_path, monkeypatch):
    def make(*patterns):
        module = ModuleType("toy.public")
        module.urlpatterns = list(patterns)
        monkeypatch.setitem(sys.modules, "toy.public", module)
        subject = toys.make(tmp_path)
        return replace(subject, manifest=replace(subject.manifest, public_urls="toy.public"))

    return make


def test_a_sound_plugin_breaks_no_law(toy):
    inner = include([path("<slug:word>/", sound, name="deep")])
    subject = toy(path("", sound, name="a"), path("b/", told, name="b"), path("c/", drawn, name="c"), path("d/", inner))
    answers_whoever_comes(subject, {"deep": {"word": "apple"}})
    answers_whoever_comes(replace(subject, manifest=replace(subject.manifest, public_urls="")), {})
    assert list(names.addresses(subject)) == []


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        (unsound, "raises KeyError for a GET of nobody"),
        (lambda request: HttpResponse(status=502), "answers 502"),
        (lambda request: HttpResponseRedirect("/sign-in/?next=/"), "asks people to sign in"),
        (lambda request: "text", "gives no response"),
        (with_a_cookie, "sets a cookie"),
        (writing, "changes rows where it is asked by GET"),
        (remembering, "keeps no session"),
        (lambda request: HttpResponse(request.headers["Nobody-Has-This"]), "raises KeyError"),
    ],
)
def test_what_whoever_comes_would_meet_is_caught(toy, view, sentence):
    with pytest.raises(Breach, match=sentence):
        answers_whoever_comes(toy(path("", view, name="a")), {})


def test_an_address_with_parts_needs_a_sample(toy):
    with pytest.raises(Breach, match="Give a sample for the public address “deep”"):
        answers_whoever_comes(toy(re_path(r"^(?P<word>[a-z]+)/$", sound, name="deep")), {})
    answers_whoever_comes(toy(path("<slug:word>/", sound, name="deep")), {})


def test_names_are_given_once_and_without_a_namespace(toy):
    subject = toy(path("", sound, name="a"), path("b/", sound, name="a"), path("c/", sound))
    assert len(list(names.addresses(subject))) == 2
