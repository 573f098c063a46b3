"""What an answer is worth, and which attempt counts, in the words that people read."""

import pytest

from lms.foundation.plugins import question

from .test_behaviours import Sitting


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("mark", "verdict"),
        [
            (1.0, "right"),
            (1 / 3 + 1 / 3 + 0.33333, "right"),
            (0.99, "partly"),
            (0.01, "partly"),
            (0, "wrong"),
            (None, ""),
        ],
    )
    def test_an_answer_is_right_where_every_part_of_it_is(self, mark, verdict):
        assert question.verdict(mark) == verdict

    def test_a_wrong_answer_keeps_its_mark_after_a_corrected_key(self):
        sitting = Sitting().does(q_one=["a"], submit=["1"])
        item = sitting.fact("rescored", keys={"one": {"fractions": {"a": 0, "b": 1}}}).shows()["items"][0]
        assert (item["verdict"], item["mark"], item["kept"]) == ("wrong", 1.0, True)

    @pytest.mark.parametrize(
        ("grading", "said"),
        [
            ("best", "The best attempt"),
            ("last", "The last attempt"),
            ("first", "The first attempt"),
            ("mean", "The mean of all attempts"),
        ],
    )
    def test_the_page_says_which_attempt_counts(self, grading, said):
        assert str(Sitting(grading=grading).does(submit=["1"]).shows()["what_counts"]) == said

    def test_with_certainty_the_result_says_what_each_answer_earned(self):
        sitting = Sitting(behaviour="certainty").does(
            q_one=["a"], q_two=["d", "e"], c_two=["2"], q_three=["u"], c_three=["3"], submit=["1"]
        )
        assert [item["earned"] for item in sitting.shows()["items"]] == [0.33, 0.67, -2]
