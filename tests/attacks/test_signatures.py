"""V10: what a stranger writes into the signature of a SAML answer is neither run nor opened."""

import os
import time
from contextlib import ExitStack
from threading import Thread
from xml.etree.ElementTree import XMLParser

import pytest
from lxml import etree

from lms.foundation.interface import xml
from lms.foundation.work import uploads
from lms.foundation.work.sandbox import MEGABYTE, Limits
from lms.people.identity.sso import metadata, signatures
from lms.people.identity.sso import saml as saml_answers
from tests.people.sso.conftest import (  # noqa: F401
    administrator,
    go,
    provider,
    saml,
    saml_server,
    saml_sign_on,
    server,
)
from tests.people.sso.saml_provider import FINISH, NS, signed_anew, unpacked, with_answer

from .mutation import browser, held_by, instead, no_free_memory

pytestmark = pytest.mark.usefixtures("saml_sign_on", "wanjiru")
DS = f'xmlns:ds="{NS["ds"]}"'
ELSEWHERE = (
    f'<ds:Reference {DS} URI="{{}}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
    "<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>"
)
STYLESHEET = (
    f'<ds:Transform {DS} Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">'
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    '<xsl:template match="/"><x/></xsl:template></xsl:stylesheet></ds:Transform>'
)
PATH = (
    f'<ds:Transform {DS} Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>1</ds:XPath></ds:Transform>'
)
SECOND = ELSEWHERE.format("")
OBJECT = f"<ds:Object {DS}><x/></ds:Object>"
RETRIEVAL = f'<ds:RetrievalMethod {DS} URI="#x"/>'


def put(form: dict[str, str], place: str, text: str) -> dict[str, str]:
    """The answer with `text` as the last of what is in `place` of its signature."""
    tree = unpacked(form)
    tree.find(f".//ds:Signature{place}", NS).append(etree.fromstring(text))
    return with_answer(form, tree)


def is_read(fifo: str, attack) -> bool:
    """Does anybody open `fifo` while `attack` is made?"""
    os.mkfifo(fifo)

    def write() -> None:
        with open(fifo, "wb") as there:  # waits for somebody who reads
            there.write(b"secret")

    writer = Thread(target=write)
    writer.start()
    attack()
    ours = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    writer.join()
    left = os.read(ours, 6)
    os.close(ours)
    return left != b"secret"


def test_no_file_is_opened_that_a_signature_names(saml, tmp_path):
    """Nobody honest signed it: that files are there, and that they never end, was tried out by anybody."""

    def sends(address: str) -> None:
        client = browser()
        form = saml.answer(go(client))
        client.post(FINISH, put(form, "/ds:SignedInfo", ELSEWHERE.format(address)))

    fifo = str(tmp_path / "file")
    assert not is_read(fifo, lambda: sends(f"file://{fifo}"))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("/ds:SignedInfo/ds:Reference/ds:Transforms", STYLESHEET),
        ("/ds:SignedInfo/ds:Reference/ds:Transforms", PATH),
        ("/ds:SignedInfo", SECOND),
    ],
)
def test_nothing_is_followed_that_a_signature_names(saml, place, text):
    """The provider signs it, so that it counts where it was followed."""
    client = browser()
    form = signed_anew(put(saml.answer(go(client)), place, text), saml.key)
    client.post(FINISH, form)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("place", "text"), [("", OBJECT), ("/ds:KeyInfo", RETRIEVAL)])
def test_a_signature_holds_what_is_usual_and_nothing_else(saml, place, text):
    def gets_in() -> bool:
        client = browser()
        client.post(FINISH, signed_anew(put(saml.answer(go(client)), place, text), saml.key))
        return "_auth_user_id" in client.session

    held_by(instead(signatures, "check", lambda _signature: None), attack=gets_in)


def test_a_canonical_form_is_the_exclusive_one(saml):
    def gets_in() -> bool:
        client = browser()
        form = saml.answer(go(client))
        tree = unpacked(form)
        *_others, last = tree.iterfind(".//ds:Transform", NS)
        last.set("Algorithm", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315")
        client.post(FINISH, signed_anew(with_answer(form, tree), saml.key))
        return "_auth_user_id" in client.session

    held_by(instead(signatures, "check", lambda _signature: None), attack=gets_in)


def test_an_answer_is_read_in_no_process_of_the_site(saml):
    def is_read_here() -> bool:
        seen: list[object] = []
        client = browser()
        with instead(signatures, "check", seen.append):
            client.post(FINISH, saml.answer(go(client)))
        return bool(seen)

    held_by(instead(uploads, "run_in_sandbox", lambda work, limits: work()), attack=is_read_here)


def test_few_answers_are_read_at_once_and_they_hold_up_no_upload(saml):
    def gets_in() -> bool:
        client = browser()
        client.post(FINISH, saml.answer(go(client)))
        return "_auth_user_id" in client.session

    with instead(uploads, "WAITING", 0.2), ExitStack() as others:
        for _number in range(uploads.MOST):
            others.enter_context(uploads.limited_place(saml_answers.LINE))
        held_by(instead(uploads, "MOST", uploads.MOST + 1), attack=gets_in)
        assert uploads.read_in_sandbox(lambda: 1) == 1


def test_an_answer_that_takes_too_long_to_read_is_let_go(saml):
    """Whatever is found yet that takes long takes no thread of the site with it."""
    client = browser()
    form = saml.answer(go(client))
    with (
        instead(signatures, "check", lambda _signature: time.sleep(3600)),
        instead(saml_answers, "LIMITS", Limits(waiting=0.5)),
    ):
        assert client.post(FINISH, form).status_code == 403


PROVIDER = (
    '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
    ' entityID="{name}"><md:IDPSSODescriptor>{more}<md:KeyDescriptor><ds:X509Certificate>{certificate}'
    '</ds:X509Certificate></md:KeyDescriptor><md:SingleSignOnService Location="https://idp.example.org/"'
    ' Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/></md:IDPSSODescriptor></md:EntityDescriptor>'
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


class TestMetadata:
    """Metadata that an administrator brings as a file, or by an address that gives them."""

    @pytest.fixture
    def told(self, saml_sign_on):
        """Write the metadata of a provider called `name`, with `more` in them, behind `first`."""

        def told(*, name: str = "x", more: str = "", first: str = "") -> str:
            return first + PROVIDER.format(name=name, more=more, certificate=saml_sign_on.certificates[0])

        return told

    def is_read(self, text: str) -> bool:
        try:
            return bool(metadata.read(text).issuer)
        except metadata.Unreadable:
            return False

    def test_nothing_is_unfolded_in_them(self, told):
        text = told(name="&a;", first='<!DOCTYPE a [<!ENTITY a "https://idp.example.org/">]>')
        plain = instead(xml, "hardened", lambda target: XMLParser(target=target))

        held_by(plain, attack=lambda: self.is_read(text))
        assert not self.is_read(told(name="&l9;", first=f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>'))

    @pytest.mark.parametrize("more", ["<a>" * 140_000 + "</a>" * 140_000, "<a/>" * 900_000], ids=["deep", "wide"])
    def test_what_takes_much_is_let_go(self, told, more):
        text = told(more=more)
        with no_free_memory(), instead(metadata, "LIMITS", Limits(memory=8 * MEGABYTE)):
            held_by(instead(metadata, "LIMITS", Limits()), attack=lambda: self.is_read(text))

    def test_they_are_read_in_no_process_of_the_site(self, told):
        def is_read_here() -> bool:
            seen: list[object] = []
            with instead(xml, "hardened", lambda target: seen.append(target) or XMLParser(target=target)):
                self.is_read(told())
            return bool(seen)

        held_by(instead(uploads, "run_in_sandbox", lambda work, limits: work()), attack=is_read_here)
