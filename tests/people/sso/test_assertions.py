"""What a SAML provider has to say, and what it may say in other words."""

import base64
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from lms.people.identity.providers.models import SignOn
from lms.people.identity.sso.http import call_limits

from .conftest import go
from .saml_provider import FINISH, NS, make_key, signed_anew, unpacked, with_answer
from .test_saml import UNCHECKED, there_and_back
from .test_signing_on import refused

CONFIRMED = "saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
pytestmark = pytest.mark.usefixtures("saml_sign_on", "wanjiru")


def said(saml, address, path, name, value):
    """An answer that says `value` in the assertion, signed by the provider."""
    form = saml.answer(address)
    tree = unpacked(form)
    place = tree.find(f"saml:Assertion/{path}".rstrip("/"), NS)
    if name is None:
        place.text = value
    elif value is None:
        del place.attrib[name]
    else:
        place.set(name, value)
    return signed_anew(with_answer(form, tree), saml.key)


class TestWhatItSays:
    """The provider signs it, and it is not what has to be said."""

    @pytest.mark.parametrize(
        ("path", "name", "value"),
        [
            ("", "Version", "1.1"),
            ("saml:Issuer", None, "https://another.example/metadata"),
            ("saml:Conditions", "NotOnOrAfter", "2020-01-01T00:00:00Z"),
            ("saml:Conditions", "NotBefore", "2120-01-01T00:00:00Z"),
            ("saml:Conditions", "NotBefore", "yesterday"),
            ("saml:Conditions/saml:AudienceRestriction/saml:Audience", None, "https://another.example/"),
            ("saml:AuthnStatement", "SessionNotOnOrAfter", "2020-01-01T00:00:00Z"),
            ("saml:Subject/saml:SubjectConfirmation", "Method", "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"),
            (CONFIRMED, "Recipient", "https://another.example/"),
            (CONFIRMED, "InResponseTo", "_another"),
            (CONFIRMED, "NotOnOrAfter", "2020-01-01T00:00:00Z"),
            (CONFIRMED, "NotOnOrAfter", None),
            (CONFIRMED, "NotBefore", "2120-01-01T00:00:00Z"),
        ],
    )
    def test_is_not_taken_where_it_is_not_as_it_has_to_be(self, client, saml, path, name, value):
        refused(client, client.post(FINISH, said(saml, go(client), path, name, value)), UNCHECKED)

    @pytest.mark.parametrize("path", ["saml:Conditions", "saml:AuthnStatement", "saml:Subject"])
    def test_is_not_taken_where_something_is_missing(self, client, saml, path):
        form = saml.answer(go(client))
        tree = unpacked(form)
        tree.find("saml:Assertion", NS).remove(tree.find(f"saml:Assertion/{path}", NS))
        refused(client, client.post(FINISH, signed_anew(with_answer(form, tree), saml.key)), UNCHECKED)

    @pytest.mark.parametrize(
        "moment", ["2020-01-01T00:00:00.1234567Z", "2020-01-01T03:00:00+03:00", "2020-01-01T00:00:00"]
    )
    def test_moments_are_written_in_several_ways(self, client, saml, moment):
        form = said(saml, go(client), "saml:Conditions", "NotBefore", moment)
        assert client.post(FINISH, form).status_code == 302

    def test_is_taken_where_answer_and_assertion_are_signed_and_base64_has_lines(self, client, saml):
        saml.how = {"sign_assertion": True, "sign_response": True}
        form = saml.answer(go(client))
        lines = base64.encodebytes(base64.b64decode(form["SAMLResponse"])).decode()
        assert client.post(FINISH, {**form, "SAMLResponse": lines}).status_code == 302

    def test_is_taken_though_the_certificate_of_the_provider_is_old(self, client, saml):
        """The metadata give a key; providers leave its certificate as it is for years."""
        with time_machine.travel(timezone.now() + timedelta(days=60)):
            assert there_and_back(client, saml).status_code == 302

    def test_is_taken_by_either_of_two_certificates(self, client, saml, sign_on_of_two):
        assert there_and_back(client, saml).status_code == 302

    @pytest.fixture
    def sign_on_of_two(self, tmp_path):
        _key, certificate = make_key(tmp_path, "next")
        lines = "".join(Path(certificate).read_text().splitlines()[1:-1])
        sign_on = SignOn.objects.get()
        sign_on.certificates.insert(0, lines)
        sign_on.save()


def test_few_answers_of_a_provider_are_read_at_once(client, saml, saml_sign_on):
    form = saml.answer(go(client))
    with ExitStack() as others:
        for _ in range(call_limits.MOST):
            others.enter_context(call_limits.one_of_few(saml_sign_on.pk))
        refused(client, client.post(FINISH, form), "does not answer")
    assert there_and_back(client, saml).status_code == 302
