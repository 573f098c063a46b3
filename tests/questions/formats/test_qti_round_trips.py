"""What is written in QTI is read back as it was, for every type and version."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assessments.formats.draft import Draft
from assessments.formats.qti.versions.formats import FORMATS
from lms.foundation.plugins.content_format import NotWritable

from .qti_drafts import BODIES, PNG, drafts

pytestmark = pytest.mark.once

BY_SLUG = {kind.slug: kind() for kind in FORMATS}
HELD = [(slug, kind) for slug in BY_SLUG for kind in BODIES if (slug, kind) != ("qti12", "rating")]
SAY_NO = {"qti12": {"write-answers", "write-gaps"}}
"""What a version cannot hold of a type that it holds otherwise."""


def again(slug, written):
    data, media_type = BY_SLUG[slug].write(written)
    assert media_type == "application/zip"
    reading = BY_SLUG[slug].read(data)
    assert reading.fatal is None
    assert not list(reading.refused)
    return [replace(draft, place="", line=0) for draft in reading.drafts]


@pytest.mark.parametrize(("slug", "kind"), HELD)
@given(data=st.data())
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_a_question_comes_back_as_it_was(slug, kind, data):
    draft = data.draw(drafts(kind))
    try:
        found = again(slug, [draft])
    except NotWritable as refusal:
        assert {code for code, _values in refusal.reasons.values()} <= SAY_NO.get(slug, set())
        assume(False)
    assert found == [draft]


def question(name, **around):
    options = [
        {"id": str(place), "text": text, "fraction": float(place == 1), "feedback": ""}
        for place, text in enumerate("ab", 1)
    ]
    return Draft("single", f"<p>{name}</p>", {"options": options}, name=name, **around)


@pytest.mark.parametrize("slug", BY_SLUG)
def test_many_come_back_in_their_order_and_categories(slug):
    written = [
        question("one", category=("Law", "Kenya")),
        question("two", category=("Law", "Kenya")),
        question("three"),
        question("four", category=("Law",)),
        question("five", category=("Law", "Kenya"), mark=3.0),
    ]
    assert again(slug, written) == written


@pytest.mark.parametrize("slug", BY_SLUG)
def test_pictures_are_carried(slug):
    written = [
        replace(question("one", files={"a b/ç.png": PNG}), stem='<p><img src="file:a b/ç.png" alt="A door"/></p>')
    ]
    assert again(slug, written) == written


@pytest.mark.parametrize("slug", BY_SLUG)
def test_two_files_of_one_name_are_refused(slug):
    with pytest.raises(NotWritable) as refusal:
        BY_SLUG[slug].write([question("one", files={"a.png": b"1"}), question("two", files={"a.png": b"2"})])
    assert refusal.value.reasons == {1: ("qti-file-names", {"name": "a.png"})}


def test_the_same_questions_give_the_same_bytes():
    assert BY_SLUG["qti30"].write([question("one")]) == BY_SLUG["qti30"].write([question("one")])


def test_what_a_version_cannot_hold_is_named():
    scale = Draft("rating", "", {"statements": [{"id": "1", "text": "x"}], "points": 3, "low": "", "high": ""})
    assert BY_SLUG["qti12"].unwritable([question("one"), scale]) == {1: ("write-type", {"type": "rating"})}
    units = {"answers": [], "units": [{"id": "1", "name": "m", "factor": 1}], "unit": "required", "penalty": 0}
    assert BY_SLUG["qti22"].unwritable([Draft("numerical", "", units)]) == {0: ("write-units", {"type": "numerical"})}


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_package_is_known_as_its_version(slug):
    data, _media_type = BY_SLUG[slug].write([question("one")])
    assert [other for other, kind in BY_SLUG.items() if kind.recognises(data)] == [slug]
