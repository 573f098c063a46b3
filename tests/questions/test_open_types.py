"""Hot spot, free text and rating on their socket: stored and read again, parted, read from what a browser sends,
shown when it is due.
"""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail_localize.models import StringSegment, TranslationSource

from assessments.questions.bank.texts import Texts
from assessments.questions.types.hotspot.block import in_per_cent, shares
from lms.foundation.plugins.activity import InvalidAnswer, NotReady
from lms.foundation.plugins.question import questions

from . import open as samples

share = st.floats(0, 1, allow_nan=False)
HOTSPOT, FREETEXT, RATING = (questions.get(kind) for kind in ("hotspot", "freetext", "rating"))


@pytest.fixture
def image(db):
    return samples.picture()


def through_the_block(kind, body):
    """The body, after it was stored in the editor's block and read again."""
    return kind.body(kind.block().to_python(json.loads(json.dumps(kind.stored(body)))))


class TestHotspot:
    @given(st.lists(share, min_size=6, max_size=6))
    def test_places_in_per_cent_are_exact(self, coords):
        assert shares(in_per_cent(coords)) == coords

    @pytest.mark.parametrize(
        ("written", "coords"), [("10 20,5", [0.1, 0.2, 0.05]), ("10.5; 20", [0.105, 0.2]), ("ten 20", []), ("", [])]
    )
    def test_places_are_read_as_people_write_them(self, written, coords):
        assert shares(written) == coords

    def test_the_shares_of_right_regions_that_nobody_weighed_are_equal(self, image):
        body = samples.hotspot(image.pk, several=True)
        for region in body["regions"]:
            region["fraction"] = 1 / 3
        stored = HOTSPOT.stored(body)
        assert [region["value"]["credit"] for region in stored["regions"]] == [None] * 3
        assert through_the_block(HOTSPOT, body) == body

    def test_what_is_wrong_is_said(self):
        sound = samples.hotspot(1)
        assert HOTSPOT.problems(sound) == []
        assert HOTSPOT.problems({**sound, "image": None}) == ["Choose the picture."]
        assert HOTSPOT.problems({**sound, "alt": " "}) == ["Say in words what the picture shows."]
        first, *others = sound["regions"]

        def said(**changes):
            return HOTSPOT.problems({**sound, "regions": [{**first, **changes}, *others]})

        assert said(label="The photograph") == said(label="") == ["Give each region a name of its own."]
        assert said(id="elsewhere") == ["No region can have the id “elsewhere”."]
        assert said(coords=[0.1]) == ["“The stamp” has no place on the picture. Draw it, or give its numbers."]
        assert said(fraction=0.5) == ["Mark the right region."]
        assert (
            "100" in HOTSPOT.problems({**sound, "several": True, "regions": [{**first, "fraction": 0.4}, others[1]]})[0]
        )

    def test_a_list_is_shuffled_and_the_first_region_written_stays_the_first(self):
        shown = HOTSPOT.split(samples.hotspot(1)).shown
        orders = [HOTSPOT.order(shown, chance=Random(seed)) for seed in range(20)]
        assert len({tuple(order["ids"]) for order in orders}) > 1
        assert {tuple(place["id"] for place in order["places"]) for order in orders} == {
            ("stamp", "photograph", "name")
        }

    @pytest.mark.parametrize(
        ("data", "response"),
        [
            ({"": ["stamp"]}, ["stamp"]),
            ({"": ["elsewhere"]}, ["elsewhere"]),
            ({"": [""]}, []),
            ({"": ["name"], "at.x": ["120"], "at.y": ["122"]}, ["stamp"]),
            ({"at.x": ["299"], "at.y": ["187"]}, ["elsewhere"]),
            ({"": ["name"], "at.x": ["0"], "at.y": ["0"]}, ["name"]),
        ],
    )
    def test_a_click_and_the_list_give_the_same_response(self, data, response):
        parts = HOTSPOT.split(
            {**samples.hotspot(), "image": {"address": "/content/x.webp", "width": 800, "height": 500}}
        )
        order = HOTSPOT.order(parts.shown, chance=None)
        assert HOTSPOT.read(data, order=order) == response
        assert HOTSPOT.mark(parts.key, response) == (1.0 if response == ["stamp"] else 0.0)

    def test_where_several_may_be_chosen_a_click_adds_to_the_list(self):
        parts = HOTSPOT.split(samples.hotspot(1, several=True))
        order = HOTSPOT.order(parts.shown, chance=None)
        found = HOTSPOT.read({"": ["", "photograph"], "at.x": ["120"], "at.y": ["195"]}, order=order)
        assert found == ["stamp", "photograph"] and HOTSPOT.mark(parts.key, found) == 1

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"": ["stamp", "name"]},
            {"": ["z"]},
            {"x": ["stamp"]},
            {"at.x": ["-1"], "at.y": ["٣"]},
            {"at.x": ["5" * 9], "at.y": [""]},
        ],
    )
    def test_what_is_no_place_is_refused_with_a_sentence(self, data):
        order = HOTSPOT.order(HOTSPOT.split(samples.hotspot(1)).shown, chance=None)
        with pytest.raises(InvalidAnswer, match="Choose a place"):
            HOTSPOT.read(data, order=order)

    def test_what_is_shown_before_the_end_says_nothing_of_right_and_wrong(self):
        body = samples.hotspot()

        def shown(body):
            parts = HOTSPOT.split({**body, "image": {"address": "/content/x.webp", "width": 800, "height": 500}})
            return HOTSPOT.context(parts.shown, order=HOTSPOT.order(parts.shown, chance=None), response=["name"])

        other = {
            **body,
            "regions": [{**region, "fraction": 1 - region["fraction"], "feedback": ""} for region in body["regions"]],
        }
        assert shown(body) == shown(other)

    def test_a_picture_becomes_a_kept_file(self, category, image):
        question = samples.ask(category, "hotspot", samples.hotspot(image.pk), "Which?")
        texts = Texts([question])

        body = question.type.body(texts.value(question.body[0].value))

        (kept,) = texts.media
        assert body["image"] == {"address": f"/content/{kept}", "width": 800, "height": 500}
        assert question.written()["image"] == image.pk

    def test_a_translator_gets_the_words_and_not_the_places(self, category, image):
        question = samples.ask(category, "hotspot", samples.hotspot(image.pk), "Which?")
        source, _made = TranslationSource.update_or_create_from_instance(question)
        paths = list(StringSegment.objects.filter(source=source).values_list("context__path", flat=True))
        assert sum(path.endswith(".label") for path in paths) == 3 and any(path.endswith(".alt") for path in paths)
        assert not any(path.endswith((".place", ".shape", ".credit")) for path in paths)


class TestFreeText:
    def test_what_is_wrong_is_said(self):
        assert FREETEXT.problems(samples.freetext()) == FREETEXT.problems(samples.freetext(rubric=[])) == []
        assert "At least is more" in FREETEXT.problems(samples.freetext(words_min=9, words_max=8))[0]
        assert (
            "levels" in FREETEXT.problems(samples.freetext(rubric=[{"id": "a", "text": "The means", "levels": []}]))[0]
        )
        level = {"id": "l", "text": "Good", "points": 0}
        assert (
            "points"
            in FREETEXT.problems(samples.freetext(rubric=[{"id": "a", "text": "The means", "levels": [level]}]))[0]
        )

    def test_learners_see_criteria_first_and_levels_when_they_are_due(self):
        parts = FREETEXT.split(samples.freetext())
        assert "Article 3" not in str(parts.shown) and "Debt bondage" not in str(parts.shown)
        assert "The means are named" in str(parts.shown)
        early = FREETEXT.context(parts.shown, order=[], response="Debt.")
        due = FREETEXT.context(parts.shown, order=[], response="Debt.", key=parts.key, reveal=parts.reveal)
        assert (early["rubric"], early["model"]) == ([], "")
        assert "Article 3" in str(due["rubric"]) and "Debt bondage" in due["model"]

    @pytest.mark.parametrize(
        ("least", "most", "said"),
        [
            (5, 60, "Write 5 to 60 words."),
            (1, None, "Write at least 1 word."),
            (None, 200, "Write at most 200 words."),
            (None, None, ""),
        ],
    )
    def test_limits_are_said_in_words(self, least, most, said):
        parts = FREETEXT.split(samples.freetext(words_min=least, words_max=most))
        assert FREETEXT.context(parts.shown, order=[], response=None)["limits"] == said

    def test_a_text_out_of_limits_is_kept_and_one_that_is_far_too_long_is_refused(self):
        assert FREETEXT.read({"": ["Debt"]}, order=[]) == "Debt"
        assert len(FREETEXT.read({"": ["ሰ" * 20_000]}, order=[])) == 20_000
        with pytest.raises(InvalidAnswer, match="20001 characters"):
            FREETEXT.read({"": ["a" * 20_001]}, order=[])

    @pytest.mark.parametrize("data", [{}, {"": "Debt"}, {"": ["a", "b"]}, {"": [1]}, {"": ["a"], "b": ["c"]}])
    def test_what_is_no_text_is_refused_with_a_sentence(self, data):
        with pytest.raises(InvalidAnswer, match="Write"):
            FREETEXT.read(data, order=[])

    def test_a_person_marks_it(self):
        assert FREETEXT.by_people and FREETEXT.mark(FREETEXT.split(samples.freetext()).key, "Debt") is None


class TestRating:
    def test_what_is_wrong_is_said(self):
        assert RATING.problems(samples.rating()) == []
        assert RATING.problems({**samples.rating(), "statements": []}) == ["Give at least one statement."]
        assert (
            RATING.problems(samples.rating(11)) == RATING.problems(samples.rating(1)) == ["A scale has 2 to 10 points."]
        )
        assert RATING.problems({**samples.rating(), "low": " "}) == ["Say what the two ends of the scale mean."]

    def test_statements_stay_in_their_order_and_nothing_is_scored(self):
        parts = RATING.split(samples.rating())
        order = RATING.order(parts.shown, chance=Random(7))
        assert order == {"statements": ["a", "b", "c"], "points": 5}
        assert not RATING.scored and RATING.mark(None, {"a": 5}) is None

    def test_the_ends_of_the_scale_are_said(self):
        parts = RATING.split({**samples.rating(3), "high": "<b>Always</b>"})
        item = RATING.context(parts.shown, order=RATING.order(parts.shown, chance=None), response={"a": 3, "b": 2})
        assert [one["meaning"] for one in item["statements"]] == ["&lt;b&gt;Always&lt;/b&gt;", "", ""]
        assert [step["meaning"] for step in item["statements"][0]["scale"]] == [
            "Strongly disagree",
            "",
            "&lt;b&gt;Always&lt;/b&gt;",
        ]


class TestSounds:
    def test_a_sound_is_kept_with_its_transcript(self, category):
        question = samples.ask(category, "rating", samples.rating(), "How sure?", samples.sound())
        texts = Texts([question])

        (sound,) = texts.sounds(question.sounds)

        (kept,) = texts.media
        assert sound == {
            "title": "A call for help",
            "address": f"/content/{kept}",
            "transcript": "They took <b>my papers</b>.",
        }
        assert kept.endswith(".mp3")

    def test_a_sound_that_was_deleted_is_said_to_be(self, category):
        question = samples.ask(category, "rating", samples.rating(), "How sure?", samples.sound())
        question.sounds[0].value["recording"].delete()
        question.refresh_from_db()
        with pytest.raises(NotReady, match="recording that was deleted"):
            Texts([question]).sounds(question.sounds)
