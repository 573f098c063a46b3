"""Signing in through a SAML provider, and answers that nobody honest gives."""

import copy
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import etree
from saml2.xmldsig import DIGEST_SHA1, SIG_RSA_SHA1

from lms.people.audit.models import AuditEntry
from lms.people.identity.providers.models import SignOn

from .conftest import go
from .saml_provider import ENTITY, FINISH, NS, NUMBER, make_key, packed, sign, unpacked, with_answer
from .test_signing_on import UNKNOWN, refused

UNCHECKED = "cannot be checked"
MISSING = "SAML is not installed here"
pytestmark = pytest.mark.usefixtures("saml_sign_on", "wanjiru")


def there_and_back(client, saml, **how):
    return client.post(FINISH, saml.answer(go(client), **how))


class TestSigningOn:
    @pytest.mark.parametrize("whole", [True, False])
    def test_signs_in_whom_the_provider_calls_by_number(self, client, saml, wanjiru, whole):
        saml.how = {"sign_assertion": not whole, "sign_response": whole}
        answer = client.post(FINISH, saml.answer(go(client, wanted="/learn/")))
        assert (answer.status_code, answer.url) == (302, "/learn/")
        assert client.session["_auth_user_id"] == str(wanjiru.pk)
        assert AuditEntry.objects.filter(action="signed_on", person_id=wanjiru.pk).count() == 1

    def test_the_answer_comes_with_the_session_by_a_form_of_ours(self, client, saml):
        form = saml.answer(go(client))
        elsewhere = Client(enforce_csrf_checks=True)  # browsers send no cookie with a form of another site
        page = elsewhere.post("/sign-on/mlima-police-academy/saml/", form)
        assert page.status_code == 200
        assert not elsewhere.cookies
        assert f'action="{FINISH}"' in page.content.decode()
        assert form["RelayState"] in page.content.decode()
        assert form["SAMLResponse"] in page.content.decode()

    def test_what_comes_back_is_text(self, client):
        page = client.post("/sign-on/mlima-police-academy/saml/", {"SAMLResponse": '"><script>x</script>'})
        assert "<script>x" not in page.content.decode()

    def test_says_who_we_are(self, client):
        page = client.get("/sign-on/mlima-police-academy/saml/")
        assert page["Content-Type"] == "application/samlmetadata+xml"
        assert f'entityID="{ENTITY}"' in page.content.decode()

    def test_signs_in_nobody_of_another_institution_nor_a_superuser(self, client, saml, superuser, neighbour):
        for number in ("KE-200", "root", "KE-nobody"):
            saml.number = number
            refused(client, there_and_back(client, saml), UNKNOWN)

    def test_another_attribute_is_no_number(self, client, saml):
        SignOn.objects.update(number_from="employeeNumber")
        refused(client, there_and_back(client, saml), "does not say your service number")


class TestTheAnswer:
    def test_is_taken_once_and_in_one_browser(self, client, saml):
        form = saml.answer(go(client))
        refused(other := Client(), other.post(FINISH, form), "begun in another browser")
        assert client.post(FINISH, form).status_code == 302
        client.post("/sign-out/")
        refused(client, client.post(FINISH, form), "begun in another browser")

    def test_that_nobody_asked_for_is_not_taken(self, client, saml):
        """The provider begins, or somebody brings an answer that they have from it."""
        thiefs, own = saml.answer(go(Client())), saml.answer(go(client))
        refused(client, client.post(FINISH, {**thiefs, "RelayState": own["RelayState"]}), UNCHECKED)
        refused(client, client.post(FINISH, {"SAMLResponse": own["SAMLResponse"]}), "begun in another browser")

    def test_without_the_name_of_the_request_is_not_taken(self, client, saml):
        for whole in (True, False):
            saml.how = {"sign_assertion": not whole, "sign_response": whole}
            refused(client, there_and_back(client, saml, in_response_to=None), UNCHECKED)

    @pytest.mark.parametrize(
        "how",
        [
            {"sp_entity_id": "https://another.example/"},
            {"destination": "https://another.example/sign-on/"},
            {"issuer": "https://another.example/metadata"},
            {"sign_assertion": False},
            {"sign_alg": SIG_RSA_SHA1},
            {"digest_alg": DIGEST_SHA1},
        ],
    )
    def test_for_another_of_another_or_unsigned_is_not_taken(self, client, saml, how):
        refused(client, there_and_back(client, saml, **how), UNCHECKED)

    def test_that_is_old_or_of_tomorrow_is_not_taken(self, client, saml):
        for hours in (-24, 24):
            address = go(client)
            with time_machine.travel(timezone.now() + timedelta(hours=hours)):
                form = saml.answer(address)
            refused(client, client.post(FINISH, form), UNCHECKED)

    def test_that_tells_of_an_error_is_a_sentence(self, client, saml):
        form = saml.answer(go(client))
        tree = unpacked(form)
        tree.find(".//samlp:StatusCode", NS).set("Value", "urn:oasis:names:tc:SAML:2.0:status:Responder")
        refused(client, client.post(FINISH, with_answer(form, tree)), "tells of an error")

    @pytest.mark.parametrize(
        "text", ["", "x", "<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "\x00", "x" * 500_000]
    )
    def test_that_is_none_is_not_taken(self, client, saml, text):
        form = saml.answer(go(client))
        refused(client, client.post(FINISH, {**form, "SAMLResponse": packed(text)}), UNCHECKED)
        form = saml.answer(go(client))
        refused(client, client.post(FINISH, {**form, "SAMLResponse": text}), UNCHECKED)


class TestSignatures:
    """Of an assertion about Wanjirũ somebody makes one about Abdi."""

    @pytest.fixture
    def form(self, client, saml, abdi):
        return saml.answer(go(client))

    def forged(self, assertion):
        """A copy about somebody else, under another ID, without the signature."""
        evil = copy.deepcopy(assertion)
        evil.set("ID", "_evil")
        for signature in evil.findall("ds:Signature", NS):
            evil.remove(signature)
        evil.find(".//saml:AttributeValue", NS).text = "KE-20417"
        return evil

    def test_what_was_changed_is_not_taken(self, client, form):
        tree = unpacked(form)
        tree.find(".//saml:AttributeValue", NS).text = "KE-20417"
        refused(client, client.post(FINISH, with_answer(form, tree)), UNCHECKED)

    def test_a_signature_that_is_gone_is_missed(self, client, form):
        tree = unpacked(form)
        for signature in tree.findall(".//ds:Signature", NS):
            signature.getparent().remove(signature)
        refused(client, client.post(FINISH, with_answer(form, tree)), UNCHECKED)

    @pytest.mark.parametrize("way", ["before", "after", "around", "inside the signature", "in an extension", "same ID"])
    def test_another_assertion_beside_the_signed_one_is_not_taken(self, client, form, way):
        """Signature wrapping (Somorovsky et al. 2012, XSW 3 to 8)."""
        tree = unpacked(form)
        signed = tree.find("saml:Assertion", NS)
        evil = self.forged(signed)
        if way == "before":
            signed.addprevious(evil)
        elif way == "after":
            signed.addnext(evil)
        elif way == "around":
            tree.replace(signed, evil)
            evil.append(signed)
        elif way == "inside the signature":
            signature = copy.deepcopy(signed.find("ds:Signature", NS))
            tree.replace(signed, evil)
            evil.insert(1, signature)
            etree.SubElement(signature, f"{{{NS['ds']}}}Object").append(signed)
        elif way == "in an extension":
            tree.replace(signed, evil)
            extensions = etree.Element(f"{{{NS['samlp']}}}Extensions")
            extensions.append(signed)
            tree.insert(1, extensions)
        else:
            evil.set("ID", signed.get("ID"))
            signed.addprevious(evil)
        refused(client, client.post(FINISH, with_answer(form, tree)), UNCHECKED)

    def test_another_key_is_not_taken_though_the_answer_brings_its_certificate(self, client, saml, form, tmp_path):
        key, _certificate = make_key(tmp_path, "thiefs")
        tree = unpacked(form)
        tree.find(".//saml:AttributeValue", NS).text = "KE-20417"
        for value in tree.iterfind(".//ds:SignatureValue", NS):
            value.text = ""
        text = sign(etree.tostring(tree).decode(), tree.find("saml:Assertion", NS).get("ID"), key)
        refused(client, client.post(FINISH, {**form, "SAMLResponse": packed(text)}), UNCHECKED)

    def test_a_comment_cuts_no_number(self, client, saml):
        """“KE-20377” and what follows a comment are one number."""
        saml.number = "KE-20377.x"
        form = saml.answer(go(client))
        tree = unpacked(form)
        value = tree.find(".//saml:AttributeValue", NS)
        value.text = "KE-20377"
        comment = etree.Comment("x")
        comment.tail = ".x"
        value.append(comment)
        refused(client, client.post(FINISH, with_answer(form, tree)), UNKNOWN)  # signatures leave comments out


@pytest.fixture
def without(monkeypatch):
    """The extra is not installed."""
    monkeypatch.setitem(sys.modules, "signxml", None)


class TestWithoutTheExtra:
    PLACE = "/academy/institution/sign-on/{}/saml/"

    def test_the_page_says_so_and_it_cannot_be_switched_on(self, as_, administrator, academy, saml, without):
        browser, place = as_(administrator), self.PLACE.format(academy.pk)
        assert MISSING in browser.get(place).content.decode()
        given = {"number_from": NUMBER, "metadata": saml.metadata}
        answer = browser.post(place, {**given, "on": "on"})
        assert answer.status_code == 422
        assert MISSING in answer.context["form"].errors["on"][0]
        assert browser.post(place, given).status_code == 302

    def test_checking_says_so(self, as_, administrator, academy, without):
        answer = as_(administrator).post(f"/academy/institution/sign-on/{academy.pk}/check/")
        assert answer.context["checked"].sentence.startswith(MISSING)

    def test_nobody_is_sent_to_the_provider(self, client, without):
        answer = client.get("/sign-on/mlima-police-academy/")
        assert answer.status_code == 503
        assert "sign in with your password" in answer.content.decode()

    def test_an_answer_that_comes_all_the_same_is_not_taken(self, client, saml, monkeypatch):
        form = saml.answer(go(client))
        monkeypatch.setitem(sys.modules, "lms.people.identity.sso.assertions", None)
        refused(client, client.post(FINISH, form), UNCHECKED)


class TestSettingUp:
    PLACE = "/academy/institution/sign-on/{}/saml/"

    def save(self, as_, administrator, academy, **about):
        given = {"number_from": NUMBER, "on": "on"} | about
        return as_(administrator).post(self.PLACE.format(academy.pk), given)

    def test_reads_what_the_provider_says_of_itself(self, as_, administrator, academy, saml):
        SignOn.objects.all().delete()
        assert self.save(as_, administrator, academy).status_code == 422
        assert self.save(as_, administrator, academy, metadata=saml.metadata).status_code == 302
        kept = SignOn.objects.get()
        assert (kept.protocol, kept.issuer, len(kept.certificates)) == ("saml", "https://idp.example.org/metadata", 1)
        assert self.save(as_, administrator, academy, on="").status_code == 302
        assert SignOn.objects.get().certificates == kept.certificates

    @pytest.mark.parametrize(
        "text",
        [
            "x",
            "<a/>",
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"/>',
        ],
    )
    def test_refuses_what_is_no_metadata(self, as_, administrator, academy, text):
        assert self.save(as_, administrator, academy, metadata=text).status_code == 422

    def test_refuses_a_short_key_and_an_address_inside(self, as_, administrator, academy, saml, tmp_path):
        _key, certificate = make_key(tmp_path, "short", 1024)
        lines = "".join(Path(certificate).read_text().splitlines()[1:-1])
        known = SignOn.objects.get().certificates[0]
        short = "".join(saml.metadata.split("\n")).replace(known, lines)
        assert lines in short
        inside = saml.metadata.replace("https://idp.example.org/sso", "http://10.0.0.1/sso")
        for text in (short, inside):
            assert self.save(as_, administrator, academy, metadata=text).status_code == 422

    def test_does_not_read_inside(self, as_, administrator, academy):
        answer = self.save(as_, administrator, academy, metadata_url="https://169.254.169.254/metadata")
        assert answer.status_code == 422
        assert "not public" in answer.content.decode()

    def test_tries_it_out(self, client, as_, administrator, academy, saml):
        browser = as_(administrator)
        assert browser.post(f"/academy/institution/sign-on/{academy.pk}/check/").status_code == 200
        form = saml.answer(browser.get(f"/academy/institution/sign-on/{academy.pk}/try/").url)
        page = browser.post(FINISH, form).content.decode()
        assert "KE-20377" in page
        assert browser.session["_auth_user_id"] == str(administrator.pk)

    def test_an_oidc_provider_has_no_such_address(self, client):
        SignOn.objects.update(protocol="oidc", issuer="https://idp.example.org")
        for address in (FINISH, "/sign-on/mlima-police-academy/saml/"):
            assert client.post(address).status_code == 404


def test_its_library_is_loaded_when_an_answer_comes():
    """Web processes share no memory for what each of them loads."""
    code = "import django, sys; django.setup(); import lms.urls; sys.exit('signxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
