"""Files that are broken or mean harm end in a reason, never in an exception."""

import stat
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.formats.qti import tree
from assessments.formats.qti.versions.formats import FORMATS
from assessments.formats.qti.versions.reader import read
from assessments.formats.registry.built_in import FORMATS as every_format
from assessments.questions.imports import reasons_qti
from lms.foundation.interface import packages
from lms.foundation.plugins.content_format import guess
from tests.examples import examples

pytestmark = pytest.mark.once

ITEM = (
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="q" title="T" adaptive="false" '
    'timeDependent="false">'
    '<responseDeclaration identifier="RESPONSE" cardinality="single" '
    'baseType="identifier"><correctResponse><value>A</value>'
    '</correctResponse></responseDeclaration><outcomeDeclaration identifier="SCORE" cardinality="single" '
    'baseType="float"/><itemBody>'
    '<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Who?</prompt><simpleChoice '
    'identifier="A">I</simpleChoice>'
    '<simpleChoice identifier="B">You</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
)
MANIFEST = (
    '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources><resource identifier="r" '
    'type="imsqti_item_xmlv2p2" href="{}"/>'
    "</resources></manifest>"
)
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def packed(files):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def reason(data):
    fatal = read(data).fatal
    assert fatal is not None
    assert fatal.reason in reasons_qti.SENTENCES
    str(reasons_qti.SENTENCES[fatal.reason]) % fatal.values
    return fatal.reason


class TestXml:
    def test_a_deep_nest_is_refused(self):
        assert reason(b"<a>" * 5000 + b"</a>" * 5000) == "qti-xml-too-large"

    def test_too_many_elements_are_refused(self, monkeypatch):
        monkeypatch.setattr(tree, "MOST_NODES", 100)
        assert reason(b"<a>" + b"<b/>" * 200 + b"</a>") == "qti-xml-too-large"

    def test_a_broken_file_is_refused_with_its_line(self):
        assert read(b"<a>\n<b>\n</a>").fatal.line == 3

    def test_other_xml_is_refused(self):
        assert reason(b"<quiz/>") == "qti-not-qti"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-8"])
    def test_an_item_is_read_in_each_encoding(self, encoding):
        assert [draft.kind for draft in read(ITEM.encode(encoding)).drafts] == ["single"]

    @given(
        st.binary(max_size=400)
        | st.text(max_size=200).map(str.encode)
        | st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data)
    )
    @settings(max_examples=examples(200))
    def test_whatever_the_bytes_are_nothing_is_raised(self, data):
        assert read(data).fatal is not None
        assert [kind().recognises(data) in {True, False} for kind in FORMATS]

    @given(st.integers(0, len(ITEM) - 1), st.integers(1, 40), st.text("<>/\"'=& abAB019-_.", max_size=6))
    @settings(max_examples=examples(200))
    def test_an_item_with_something_changed_raises_nothing(self, start, length, text):
        read((ITEM[:start] + text + ITEM[start + length :]).encode())


class TestPackages:
    def test_an_honest_one_is_read(self):
        data = packed({"imsmanifest.xml": MANIFEST.format("a/q.xml"), "a/q.xml": ITEM})
        assert [(draft.kind, draft.place) for draft in read(data).drafts] == [("single", "a/q.xml")]

    @pytest.mark.parametrize("name", ["../q.xml", "a/../../q.xml", "/etc/q.xml", "..\\q.xml", "C:\\q.xml"])
    def test_a_file_outside_is_refused(self, name):
        assert reason(packed({name: ITEM})) == "qti-zip-path"

    def test_a_link_is_refused(self):
        link = zipfile.ZipInfo("q.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        target = BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(link, "/etc/passwd")
        assert reason(target.getvalue()) == "qti-zip-link"

    @pytest.mark.parametrize(
        ("limit", "most", "why"),
        [
            ("LARGEST_FILE", 100, "qti-zip-too-large"),
            ("LARGEST_TOTAL", 100, "qti-zip-too-large"),
            ("MOST_FILES", 3, "qti-zip-too-many"),
        ],
    )
    def test_more_than_may_be_unpacked_is_refused(self, monkeypatch, limit, most, why):
        monkeypatch.setattr(packages, limit, most)
        assert reason(packed({"q.xml": ITEM} | {f"{place}.xml": "" for place in range(4)})) == why

    def test_a_broken_manifest_is_refused(self):
        assert reason(packed({"imsmanifest.xml": "<manifest>", "q.xml": ITEM})) == "qti-not-xml"
        assert reason(packed({"imsmanifest.xml": "<other/>", "q.xml": ITEM})) == "qti-manifest"

    def test_bytes_without_sense_that_are_called_a_zip_are_no_question(self):
        data = bytes(range(256)) + b"{=a ~b}"
        kind = guess(data, name="a.zip", among=[known() for known in every_format])
        assert kind.read(data, name="a.zip").fatal.reason == "qti-zip-broken"

    def test_an_empty_one_is_refused(self):
        assert reason(packed({})) == "qti-no-items"

    def test_a_missing_and_a_broken_item_are_told_and_the_others_are_read(self):
        more = "".join(
            f'<resource identifier="{name}" type="imsqti_item_xmlv2p2" href="{name}.xml"/>' for name in ("gone", "bad")
        )
        manifest = MANIFEST.format("q.xml").replace("</resources>", f"{more}</resources>")
        reading = read(packed({"imsmanifest.xml": manifest, "q.xml": ITEM, "bad.xml": BOMB}))
        assert [draft.kind for draft in reading.drafts] == ["single"]
        assert [(refused.reason, refused.path) for refused in reading.refused if refused.path == "gone.xml"] == [
            ("qti-missing-file", "gone.xml")
        ]
        assert [refused.reason for refused in reading.refused] == ["qti-missing-file", "qti-xml-forbidden"]

    @given(st.binary(min_size=1, max_size=60), st.integers(0, 300))
    @settings(max_examples=examples(100))
    def test_a_damaged_one_raises_nothing(self, noise, place):
        data = bytearray(packed({"imsmanifest.xml": MANIFEST.format("q.xml"), "q.xml": ITEM}))
        data[place : place + len(noise)] = noise
        read(bytes(data))
