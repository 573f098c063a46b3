"""Nobody sees or changes what is not theirs: every address × everybody × own or neighbour's × verb → status."""

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from .addresses import addresses
from .conftest import BACKEND
from .matrix import MATRIX
from .naming import values_of
from .rows import OUTSIDE

TAGS = "admin/tag-autocomplete/"


WITHOUT = {
    "_util/login/",
    "admin/login/",
    "admin/logout/",
    "admin/test404/",
    "admin/^.*/$",
    TAGS,
    f"{TAGS}<slug:app_name>/<slug:model_name>/",
}
"""Routes without a name: Wagtail's two pages that say that there is none,
and those in front of its own for signing in, out, and tags.
"""


def client_of(person, **options) -> Client:
    client = Client(raise_request_exception=False, **options)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


class Visitor(RequestFactory):
    """Asks as `person`, in one session that no answer changes; whatever a request changed is taken back."""

    def __init__(self, person) -> None:
        super().__init__()
        self.handler, self.cookies = ClientHandler(enforce_csrf_checks=False), client_of(person).cookies

    def request(self, **extra):
        with transaction.atomic():
            response = self.handler(self._base_environ(**extra))
            transaction.set_rollback(True)
        return response


def address(name: str, row, world) -> str:
    return reverse(name, kwargs=values_of(name, addresses()[name], row.arguments, world))


def asked(who: str, place: int, row, verb: str) -> bool:
    """Who may not come into the admin is turned away by one line for all: nobody is asked everywhere,
    of the others one in turn.
    """
    return who not in OUTSIDE[1:] or set(row.statuses(verb)[:9]) != {302} or who == OUTSIDE[1 + place % 8]


def test_every_address_has_its_row():
    assert set(addresses()) - set(MATRIX) == WITHOUT, "An address without a row in tests/authorisation/."
    assert set(MATRIX) - set(addresses()) == set(), "A row for an address that is gone."


def test_no_row_expects_a_fault():
    faults = {name for name, row in MATRIX.items() if max(row.statuses("get") + row.statuses("post")) >= 500}
    assert faults == {"health"}, "In tests the workers are not there."


PLAIN = ("nobody", "stranger", "neighbour")
"""Are asked in each `make test`, the others by its sweeps."""
SHARES = [
    tuple(who for who in (*OUTSIDE, "abroad") if who not in PLAIN),
    ("superuser", "manager"),
    ("editor", "limited"),
    ("reviewer",),
]


@pytest.mark.once  # thirteen thousand answers: what a database tells of a person is asked in the tests of each room
@pytest.mark.parametrize(
    "share", [PLAIN, *(pytest.param(share, marks=pytest.mark.sweep) for share in SHARES)], ids=" ".join
)
def test_answers_each_with_what_is_theirs(share, cast, staff, world):
    urls = {name: address(name, row, world) for name, row in MATRIX.items()}
    wrong = {}
    for who in share:
        visitor = Visitor((cast | staff)[who])
        for place, (name, row) in enumerate(MATRIX.items()):
            for verb in ("get", "post"):
                if asked(who, place, row, verb):
                    status, expected = getattr(visitor, verb)(urls[name]).status_code, row.of(who, verb)
                    wrong |= {(who, verb, name): (status, expected)} if status != expected else {}

    assert wrong == {}


def test_changes_nothing_without_a_token(cast, world):
    client = client_of(cast["superuser"], enforce_csrf_checks=True)

    taken = {
        name
        for name, row in MATRIX.items()
        if row.changes and client.post(address(name, row, world)).status_code != 403
    }

    assert taken == set()
