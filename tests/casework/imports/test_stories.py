"""Stories of Twine and H5P come as passages and links, and what is left out is named."""

import pytest

from assessments.casework.imports import Link, Story, read_story
from assessments.casework.imports.markup import passage_of

from .files import SCENARIO, TWEE, TWINE, h5p

pytestmark = pytest.mark.once


def links(story: Story) -> dict[str, list[tuple[str, str]]]:
    return {passage.id: [(link.text, link.goes_to) for link in passage.links] for passage in story.passages}


def found(story: Story) -> list[tuple[str, str, str]]:
    return [(each.what, each.place, str(each.values.get("names", ""))) for each in story.findings]


class TestTwee:
    story = read_story(TWEE.encode())

    def test_begins_with_the_passage_that_its_data_name(self):
        assert (self.story.kind, self.story.title) == ("twee", "At the checkpoint")
        assert [passage.id for passage in self.story.passages] == [
            "The lorry",
            "Waved on",
            "In the cabin",
            "Apart",
            "Office",
        ]

    def test_links_are_choices_however_they_are_written(self):
        assert links(self.story) == {
            "The lorry": [
                ("Speak with each of them apart", "Apart"),
                ("Ask the driver", "In the cabin"),
                ("Wave the lorry on", "Waved on"),
            ],
            "In the cabin": [("speak with each apart", "Apart"), ("Take all three to the office", "Office")],
            "Waved on": [],
            "Apart": [],
            "Office": [],
        }

    def test_texts_are_what_people_read(self):
        texts = {passage.id: passage.text for passage in self.story.passages}
        assert texts["The lorry"] == (
            "A lorry stops. Two young women sit beside the driver, who answers for them. It is $hour o’clock.\n"
            "It is dark."
        )
        assert texts["In the cabin"] == "He says that they are his nieces. You can still speak with each apart."
        assert (texts["Apart"], texts["Office"]) == ("One of them asks & waits.", "Nobody says anything.")

    def test_what_is_left_out_is_named(self):
        assert found(self.story) == [
            ("script", "StoryScript", ""),
            ("style", "Look", ""),
            ("macro", "The lorry", "set, if"),
            ("variable", "The lorry", "$hour"),
            ("macro", "In the cabin", "[…]"),
            ("picture", "Office", ""),
        ]

    @pytest.mark.parametrize(
        ("header", "name"),
        [
            (":: A \\[narrow\\] door [tag]", "A [narrow] door"),
            ("::No blank", "No blank"),
            (':: With data {"position":"1,2"}', "With data"),
            (":: Broken [tag", "Broken [tag"),
        ],
    )
    def test_headers_as_the_specification_has_them(self, header, name):
        assert read_story(f"{header}\nText".encode()).passages[0].title == name

    def test_a_story_that_says_no_start_begins_at_start_or_with_its_first_passage(self):
        assert read_story(b":: One\nA\n:: Start\nB").passages[0].id == "Start"
        assert read_story(b":: One\nA\n:: Two\nB").passages[0].id == "One"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
    def test_comes_in_any_encoding(self, encoding):
        assert read_story(":: Café\nÀ l’école".encode(encoding)).passages[0].title == "Café"

    def test_a_link_to_nothing_and_a_name_that_comes_twice_are_named(self):
        story = read_story(b":: One\n[[Go->Nowhere]]\n:: One\nAgain")
        assert [(each.what, dict(each.values)) for each in story.findings] == [
            ("twice", {}),
            ("no_passage", {"target": "Nowhere"}),
        ]


class TestTwine:
    story = read_story(TWINE.encode())

    def test_is_the_story_and_not_the_program_that_plays_it(self):
        assert (self.story.kind, self.story.title) == ("twine", "At the checkpoint")
        assert links(self.story) == {
            "The lorry": [("Wave the lorry on", "Waved on"), ("Ask the driver", "In the cabin")],
            "Waved on": [],
            "In the cabin": [],
        }

    def test_keeps_what_a_macro_wraps_and_what_only_looks_like_one(self):
        text = self.story.passages[0].text
        assert text == "A lorry stops.\nIt is dark. (Note: the driver answers.) Bold and AT&T."

    def test_what_is_left_out_is_named(self):
        assert found(self.story) == [
            ("style", "stylesheet", ""),
            ("script", "script", ""),
            ("macro", "The lorry", "set, if"),
        ]


def test_chapbook_sets_its_variables_above_the_text():
    passage, findings = passage_of("A", "late: true\n--\n[if late]\nIt is dark, {name}.\n[[On]]", "Chapbook")
    assert (passage.text, passage.links) == ("It is dark, .", (Link("On", "On"),))
    assert findings[0].values == {"names": "--, if, name"}


class TestH5p:
    story = read_story(h5p())

    def test_a_text_and_the_question_behind_it_are_one_passage(self):
        first = self.story.passages[0]
        assert (first.title, first.ask) == ("The lorry", "What do you do?")
        assert first.text == "A lorry stops.\nTwo young\xa0women sit beside the driver."

    def test_numbers_lead_to_contents_and_to_ends_that_say_something(self):
        assert links(self.story) == {
            "0": [("Speak with each of them apart", "-2"), ("Ask the driver", "2"), ("Wave the lorry on", "")],
            "2": [("", "3")],
            "3": [],
            "-2": [],
        }
        assert self.story.passages[-1].text == "One of them asks."

    def test_feedback_and_marks_come_with_the_choices(self):
        best = self.story.passages[0].links[0]
        assert (best.feedback, best.marks) == ("Apart, people can speak.\nThey did.", 2)
        scenario = SCENARIO["branchingScenario"] | {"scoringOptionGroup": "no-score"}
        assert read_story(h5p({"branchingScenario": scenario})).passages[0].links[0].marks == 0

    def test_what_is_no_text_is_named(self):
        assert found(self.story) == [("media", "In the cabin", "Video")]
