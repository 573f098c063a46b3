"""What we write, we read again as it was: for every type that a format can hold."""

from dataclasses import replace
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.formats.draft import Draft
from assessments.formats.registry.built_in import Aiken, Gift, MoodleXml
from lms.foundation.plugins.content_format import NotWritable
from tests.examples import examples

from . import drafts

pytestmark = pytest.mark.once
fast = settings(
    deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

GIFT = st.one_of(
    drafts.draft("single", drafts.single()),
    drafts.draft("multiple", drafts.multiple()),
    drafts.draft("truefalse", drafts.truefalse()),
    drafts.draft("matching", drafts.matching()),
    drafts.draft("ordering", drafts.ordering()),
    drafts.draft("shorttext", drafts.shorttext()),
    drafts.draft("numerical", drafts.numerical()),
    drafts.draft("freetext", drafts.freetext()),
)

more = {
    "hints": st.lists(drafts.html, max_size=2).map(tuple),
    "mark": st.sampled_from([0.5, 1.0, 3.0]),
    "penalty": st.sampled_from([None, 0.0, 0.25, 1 / 3, 1.0]),
}
whole = {"hints": more["hints"], "penalty": more["penalty"]}
essay = drafts.freetext(
    words_min=st.sampled_from([None, 10]),
    words_max=st.sampled_from([None, 200]),
    lines=st.integers(1, 40),
    model=drafts.maybe_html,
)
MOODLE = st.one_of(
    drafts.draft("single", drafts.single(), **more),
    drafts.draft("multiple", drafts.multiple(), **more),
    drafts.draft("multiple", drafts.multiple(scoring="all"), **more),
    drafts.draft("truefalse", drafts.truefalse(), **more),
    drafts.draft("matching", drafts.matching(), **more),
    drafts.draft("ordering", drafts.ordering(), **more),
    drafts.draft("shorttext", drafts.shorttext(cased=True), **more),
    drafts.draft("numerical", drafts.numerical(), **more),
    drafts.draft("numerical", drafts.numerical(units=True), **more),
    drafts.draft("freetext", essay, **more),
    drafts.draft("gapfill", drafts.gapfill(mode="drag"), **more),
)
EMBEDDED = st.one_of(
    drafts.draft("gapfill", drafts.gapfill(mode="typed"), **whole),
    drafts.draft("gapfill", drafts.gapfill(mode="list"), **whole),
)


def back(kind, given_drafts):
    """What the format reads from what it wrote, without the lines, which are only known then."""
    written, _media_type = kind.write(given_drafts)
    reading = kind.read(written)
    assert reading.fatal is None and not list(reading.refused), list(reading.refused)
    return [replace(draft, line=0) for draft in reading.drafts]


@fast
@given(st.lists(GIFT, min_size=1, max_size=4))
def test_gift_gives_back_what_it_was_given(questions):
    assert back(Gift(), questions) == questions


@fast
@given(st.lists(MOODLE, min_size=1, max_size=4))
def test_moodle_xml_gives_back_what_it_was_given(questions):
    assert back(MoodleXml(), questions) == questions


@fast
@given(EMBEDDED)
def test_moodle_xml_gives_back_gaps_in_a_text(question):
    worth = float(len(question.body["gaps"]))

    assert back(MoodleXml(), [question]) == [replace(question, mark=worth)]


@fast
@given(
    st.lists(
        st.text("ab Zé&<>عአ", min_size=2, max_size=9).map(str.split).map(" ".join).filter(lambda text: len(text) > 1),
        min_size=3,
        max_size=6,
    )
)
def test_aiken_gives_back_what_it_was_given(texts):
    stem, *options = [f"<p>{escape(text, quote=False)}</p>" for text in texts]
    body = {
        "options": [
            {"id": str(place), "text": text, "fraction": 1.0 if place == 2 else 0.0, "feedback": ""}
            for place, text in enumerate(options, 1)
        ]
    }
    question = Draft(kind="single", stem=stem, body=body)

    assert [replace(draft, name="") for draft in back(Aiken(), [question])] == [question]


@pytest.mark.parametrize(
    ("kind", "slugs"),
    [
        (
            Aiken(),
            {"multiple", "truefalse", "shorttext", "numerical", "hotspot", "rating", "classification", "gapfill"},
        ),
        (Gift(), {"gapfill", "hotspot", "rating", "classification"}),
        (MoodleXml(), {"hotspot", "rating", "classification"}),
    ],
)
def test_names_what_a_format_cannot_hold(kind, slugs):
    questions = [Draft(kind=slug, stem="<p>?</p>", body={}) for slug in sorted(slugs)]

    with pytest.raises(NotWritable) as refusal:
        kind.write(questions)

    assert refusal.value.reasons == {place: ("write-type", {}) for place in range(len(slugs))}


def test_images_come_back_with_the_texts_that_show_them():
    option = {"id": "1", "text": '<img src="file:b-2.png">', "fraction": 1.0, "feedback": ""}
    question = Draft(
        kind="single",
        stem='<p><img src="file:a.png"></p>',
        name="n",
        body={"options": [option, {**option, "id": "2", "text": "<p>no</p>", "fraction": 0.0}]},
        files={"a.png": b"one", "b-2.png": bytes(range(256))},
    )

    assert back(MoodleXml(), [question]) == [question]
