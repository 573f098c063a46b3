"""A provider that runs, set up for the academy."""

import os

import pytest

from lms.people.directory.models import User
from lms.people.identity.sso import metadata, services
from tests.conftest import make_person

from . import provider as providers
from .provider import CLIENT, SECRET
from .saml_provider import NUMBER, SamlProvider


@pytest.fixture(scope="module")
def server():
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # it is asked over http, on this machine
    with providers.running() as provider:
        yield provider


@pytest.fixture
def provider(server, settings):
    """As it is at first, whatever a test before let it do."""
    settings.SIGN_ON_INTERNAL_HOSTS = ["127.0.0.1"]
    server.site = "http://testserver"
    server.person = {"sub": "1", "preferred_username": "KE-20377"}
    server.more, server.claims, server.answers, server.sign = {}, {}, {}, server.signed
    server.asked_at, server.asks_again = None, True
    server.asked.clear()
    return server


@pytest.fixture
def administrator(academy):
    return make_person("KE-9", "Amina Administrator", academy, "administrator")


@pytest.fixture
def sign_on(provider, academy, administrator, now):
    return set_up(academy, administrator, provider, now)


@pytest.fixture(scope="module")
def saml_server(tmp_path_factory):
    return SamlProvider(tmp_path_factory.mktemp("saml"))


@pytest.fixture
def saml(saml_server):
    saml_server.number, saml_server.how = "KE-20377", {"sign_assertion": True, "sign_response": False}
    return saml_server


@pytest.fixture
def saml_sign_on(saml, academy, administrator, now):
    about = metadata.read(saml.metadata).about
    return services.set_up(
        institution=academy, by=administrator, now=now, protocol="saml", on=True, number_from=NUMBER, **about
    )


def set_up(institution, by: User, provider, now, **about):
    given = {"issuer": provider.issuer, "client": CLIENT, "secret": SECRET, "number_from": "preferred_username"}
    given |= {"protocol": "oidc", "on": True} | about
    return services.set_up(institution=institution, by=by, now=now, **given)


def go(client, code: str = "mlima-police-academy", wanted: str = "") -> str:
    """Begin: the address of the provider to which the browser is sent."""
    answer = client.get(f"/sign-on/{code}/", {"next": wanted} if wanted else {})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def there_and_back(client, provider, **how):
    """The whole way of somebody who signs in there: the answer to the address that the provider sends them back to."""
    return client.get(provider.sign_in(go(client, **how)))
