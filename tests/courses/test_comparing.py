"""Two versions of a text side by side: nothing is lost, nothing is made up, and no text takes long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.editing.release.text_differences import GAP, LONGEST_LINE, MOST_LINES, Kind, differences
from lms.foundation.plugins.passages import Passage, lines_of

pytestmark = pytest.mark.once

WORDS = st.sampled_from(["act", "means", "purpose", "of", "the", "a", "ማስገደድ", "الاستغلال"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), max_size=8)


def passage(text: str, name: str = "text", **more) -> Passage:
    return Passage(name, "Text", text, **more)


def one(old: str, new: str):
    [found] = differences([passage(old)], [passage(new)])
    return found


def of_kind(side, kind: Kind) -> list[str]:
    return [piece.text for line in side for piece in line if piece.kind is kind]


def joined(lines: list[str]) -> str:
    return "\n".join(lines)


class TestWords:
    def test_a_word_that_changed(self):
        found = one("Consent is a defence.", "Consent is no defence.")

        assert (of_kind(found.before, Kind.GONE), of_kind(found.after, Kind.NEW)) == (["a"], ["no"])
        assert of_kind(found.before, Kind.SAME) == ["Consent is", "defence."]

    def test_paragraphs_that_are_the_same_are_left_out(self):
        found = one("One.\nTwo.\nThree is here.\nFour.\nFive.", "One.\nTwo.\nThree was here.\nFour.\nFive.")

        assert found.before[0] == found.after[-1] == GAP
        assert of_kind(found.before, Kind.GONE) == ["is"]
        assert "One." not in str(found.before)

    def test_a_paragraph_that_is_another_one_is_shown_whole(self):
        found = one("Act, means and purpose.", "Nobody may be charged a fee.")

        assert of_kind(found.before, Kind.GONE) == ["Act, means and purpose."]
        assert of_kind(found.after, Kind.NEW) == ["Nobody may be charged a fee."]

    @given(TEXTS, TEXTS)
    def test_both_sides_say_what_the_versions_say(self, old, new):
        for found in differences([passage(joined(old))], [passage(joined(new))]):
            assert not found.cut
            for lines, side, kind in ((old, found.before, Kind.GONE), (new, found.after, Kind.NEW)):
                kept = [line for line in side if line is not GAP]
                assert {piece.kind for line in kept for piece in line} <= {Kind.SAME, kind}
                said = [" ".join(piece.text for piece in line) for line in kept]
                assert all(line in lines for line in said)
                assert len(said) == len(lines) or GAP in side
            assert (
                of_kind(found.before, Kind.SAME) or of_kind(found.before, Kind.GONE) or of_kind(found.after, Kind.NEW)
            )


class TestPassages:
    def test_go_by_their_names(self):
        old, new = (
            [passage("1", "a"), passage("2", "b"), passage("3", "c")],
            [passage("3", "c"), passage("5", "d"), passage("2!", "b")],
        )

        found = {
            one.passage.name: (of_kind(one.before, Kind.GONE), of_kind(one.after, Kind.NEW))
            for one in differences(old, new)
        }

        assert found == {"d": ([], ["5"]), "b": (["2"], ["2!"]), "a": (["1"], [])}

    def test_of_a_very_long_text_the_beginning_is_compared(self):
        lines = [f"Line {number}" for number in range(MOST_LINES * 4)]

        found = one(joined(lines), joined([f"{line} changed" for line in lines]))

        assert found.cut
        assert len(found.before) == MOST_LINES

    def test_a_change_far_down_a_long_text_is_found(self):
        lines = [f"Line {number}" for number in range(5000)]
        changed = [*lines[:4000], "Another", *lines[4001:]]

        found = one(joined(lines), joined(changed))

        assert (found.cut, of_kind(found.after, Kind.NEW)) == (False, ["Another"])

    def test_a_very_long_line_is_cut(self):
        found = one("a " * LONGEST_LINE, "b " * LONGEST_LINE)

        assert found.cut
        assert found.size <= 2 * LONGEST_LINE


class TestLines:
    def test_html_becomes_a_line_for_each_paragraph_item_and_cell(self):
        html = (
            "<h2>Law</h2><p>Act &amp;\n "
            "means</p><ul><li>One</li><li><b>T</b>wo</li></ul><table><tr><td>1</td><td>2</td></tr></table>"
        )

        assert lines_of(html).splitlines() == ["Law", "Act & means", "One", "Two", "1", "2"]

    def test_pictures_recordings_and_links_are_named(self):
        html = (
            '<p><a href="https://example.org">Law</a></p><img src="/content/a.png" alt="A border"><video '
            'src="/content/b.mp4"></video>'
        )

        assert lines_of(html) == "[https://example.org] Law\n[A border /content/a.png] [/content/b.mp4]"

    def test_what_is_no_html_is_read_all_the_same(self):
        for text in ("a < b", "<p", "<!--", "&", "<p>" * 2000):
            assert isinstance(lines_of(text), str)
