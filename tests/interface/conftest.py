"""A reader and a registry that hold no row and need no room."""

from dataclasses import dataclass

import pytest
from django.test import RequestFactory

from lms.foundation.plugins.pages import destinations
from lms.foundation.plugins.pages.destinations import Destination
from lms.foundation.plugins.runtime.registrations import Registrations


class Place(str):
    """An institution, of which a page asks its name."""

    def local_name(self) -> str:
        return str(self)


@dataclass
class Reader:
    name: str = "Wanjirũ Kamau"
    institution: str | None = "Mlima Police Academy"
    duties: frozenset[str] = frozenset({"learner"})
    is_authenticated: bool = True

    def __post_init__(self) -> None:
        self.institution = self.institution and Place(self.institution)

    def __str__(self) -> str:
        return self.name


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = "tests.interface.urls"


@pytest.fixture
def places(monkeypatch):
    """A registry with learners', instructors' and coordinators' places."""
    monkeypatch.setattr(destinations, "_registered", Registrations("destination"))
    for duty, names in {
        "learner": ["learning", "library", "certificates", "profile"],
        "instructor": ["cohorts", "marking", "library"],
        "coordinator": ["overview"],
    }.items():
        for order, name in enumerate(names):
            destinations.register(Destination(duty, name.title(), name, name, order))


@pytest.fixture
def asked(places):
    """A request of a reader for a path."""

    def ask(path: str = "/learning/", **fields):
        request = RequestFactory().get(path)
        request.user = Reader(**fields)
        return request

    return ask
