"""The laws on addresses below `/x/`, on sending and on the size of panels, on toys that break them."""

import socket
from types import ModuleType, SimpleNamespace

import pytest
from django.http import Http404, HttpResponse
from django.urls import path, re_path

from lms.foundation.interface.templatetags.interface import _small
from lms.foundation.plugins.contract import Breach
from lms.foundation.plugins.contract.behaviour import sending_nowhere
from lms.foundation.plugins.contract.private_addresses import answers_people
from lms.foundation.plugins.pages.slots import LARGEST_PANEL
from lms.people.directory.models import User

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def subject(*patterns):
    module = ModuleType("toy_urls")
    module.urlpatterns = list(patterns)
    return SimpleNamespace(slug="toy", urls=lambda: module)


def sound(request, pk=0):
    if request.method == "POST":
        User.objects.update(phone="1")
    if not pk:
        raise Http404
    return HttpResponse(f"{request.user} {pk}")


def writing(request):
    User.objects.update(phone="1")
    return HttpResponse()


def test_sound_addresses_are_tried_by_example_and_leave_no_row_behind(wanjiru):
    answers_people(subject(path("", sound, name="a"), path("<int:pk>/", sound, name="b")), {}, [wanjiru])
    wanjiru.refresh_from_db()
    assert wanjiru.phone != "1"


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (writing, "changes rows where it is asked by GET"),
        (lambda request: None, "gives no response"),
        (lambda request: HttpResponse(status=503), "answers 503"),
        (lambda request: HttpResponse(request.POST["word"]), "raises MultiValueDictKeyError"),
    ],
)
def test_an_address_that_breaks_is_found(view, said, wanjiru):
    with pytest.raises(Breach, match=said):
        answers_people(subject(path("", view, name="a")), {}, [wanjiru])


def test_a_part_of_an_expression_needs_a_sample(wanjiru):
    deep = subject(re_path(r"^(?P<pk>[0-9])/$", sound, name="deep"))
    with pytest.raises(Breach, match="Give a sample for the address “deep”"):
        answers_people(deep, {}, [wanjiru])
    answers_people(deep, {"deep": {"pk": "1"}}, [wanjiru])


def test_nothing_is_sent_to_another_machine():
    with sending_nowhere():
        with socket.socket() as own, pytest.raises(ConnectionRefusedError, match="send nothing"):
            own.connect(("192.0.2.1", 80))
        with pytest.raises(socket.gaierror):
            socket.getaddrinfo("academy.example", 443)
        assert socket.getaddrinfo("127.0.0.1", 80)


def test_a_panel_has_a_largest_size():
    assert len(_small("x" * LARGEST_PANEL)) == LARGEST_PANEL
    with pytest.raises(ValueError, match="at most"):
        _small("x" * (LARGEST_PANEL + 1))
