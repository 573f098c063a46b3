"""What an attempt's form and state say, in whichever shape its quiz was compiled; and what is said of a question."""

import pytest

from assessments.quiz.sitting.form import Form
from assessments.quiz.sitting.state import State
from assessments.quiz.statistics.measures import attempt_marks
from assessments.quiz.statistics.measures.attempt_marks import places_of
from assessments.quiz.statistics.measures.figures import quiz_figures
from assessments.quiz.statistics.measures.sheet import Mark, Sheet
from assessments.quiz.statistics.measures.verdicts import Judgement, Reason, judge_question
from assessments.quiz.statistics.services import Collector
from lms.foundation.plugins.question import IN_PART

pytestmark = pytest.mark.once
KEY = {"fractions": {"x": 1.0, "y": 0.0}}


def item(name: str, kind="single", **fields) -> dict:
    return {"id": name, "kind": kind, "order": ["x", "y"], "key": KEY, **fields}


def marks_of(form: dict, state: dict, draws: list[dict]) -> list[Mark]:
    begun, answered = Form.read({"pass_mark": 0.7, **form}), State.read({"flags": [], **state})
    return attempt_marks.marks_of(begun, answered, draws, attempt_marks.Picks())


def test_places_are_questions_that_everybody_gets_or_numbers_in_a_draw():
    draws = [
        {"number": 2, "questions": ["a", "b", "c"]},
        {"number": 2, "questions": ["d", "e"]},
        {"number": 0, "questions": ["f"]},
    ]
    assert places_of(["c", "f", "d", "a", "e"], draws) == ["1.1", "f", "d", "1.2", "e"]
    assert places_of(["unknown"], draws) == ["unknown"]


def test_marks_are_weighed_and_what_has_no_right_and_wrong_is_left_out():
    form = {"items": [item("a", mark=2.0), item("b"), item("r", kind="rating", key={})]}
    state = {"marks": {"a": 0.5, "b": 1.0, "r": None}, "responses": {"a": ["y"], "r": "4"}}
    found = marks_of(form, state, [])
    assert [(one.question, one.mark, one.maximum, dict(one.chosen)) for one in found] == [
        ("a", 1.0, 2.0, {"y": 0.0}),
        ("b", 1.0, 1.0, {}),
    ]


def test_a_question_whose_type_is_gone_is_still_measured():
    found = marks_of({"items": [item("a", kind="gone")]}, {"marks": {"a": 1.0}, "responses": {"a": "?"}}, [])
    assert [(one.question, one.mark, one.chosen) for one in found] == [("a", 1.0, {})]


def question(**figures) -> dict:
    plain = {
        "number_of_attempts": 1000,
        "facility_index": 60.0,
        "standard_deviation": 49.0,
        "discrimination_index": 40.0,
        "discriminative_efficiency": 50.0,
        "random_guess_score": 25.0,
        "options": [],
    }
    return plain | figures


def judgement(figures, by_language=None, wholes=None) -> Judgement:
    return judge_question(figures, by_language=by_language or {}, wholes=wholes or {})


def told(found) -> list[tuple]:
    return [(verdict.reason, verdict.option or verdict.language) for verdict in found]


def reasons(figures, by_language=None, wholes=None) -> list[tuple]:
    return told(judgement(figures, by_language, wholes).mend)


def options(right: float, wrong: float, number=20) -> list[dict]:
    return [option("x", 1.0, 60, right), option("y", 0.0, number, wrong)]


def option(name: str, earns: float, number: int, rest: float, deviation: float | None = 20.0) -> dict:
    return {"option": name, "earns": earns, "number": number, "rest": rest, "deviation": deviation}


FAULTS = [
    ({"options": options(40, 70)}, (Reason.KEY, "y")),
    ({"discrimination_index": -15.0, "discriminative_efficiency": -18.0}, (Reason.AGAINST, "")),
    ({"facility_index": 24.0}, (Reason.HARD, "")),
    ({"facility_index": 4.0, "random_guess_score": None}, (Reason.HARD, "")),
    ({"facility_index": 97.0}, (Reason.EASY, "")),
    ({"discriminative_efficiency": 14.0, "discrimination_index": 10.0}, (Reason.WEAK, "")),
]


class TestVerdicts:
    def test_of_a_good_question_there_is_none(self):
        assert judgement(question(options=options(70, 40))) == Judgement([], [], False)

    def test_of_fewer_than_ten_attempts_nothing_is_said(self):
        assert judgement(question(number_of_attempts=9, discrimination_index=-50.0)) == Judgement()

    @pytest.mark.parametrize(("figures", "reason"), FAULTS)
    def test_a_verdict_names_the_reason_to_mend(self, figures, reason):
        found = judgement(question(**figures))
        assert told(found.mend) == [reason]
        assert not found.too_few

    def test_two_who_stray_prove_nothing(self):
        found = judgement(question(options=options(40, 70, number=2)))
        assert (found.mend, found.doubts) == ([], [])

    def test_each_part_is_measured_by_its_own_right_choice(self):
        chosen = [option(f"a{IN_PART}x", 1.0, 50, 40.0), option(f"a{IN_PART}y", 0.0, 20, 60.0)]
        chosen += [option(f"b{IN_PART}y", 1.0, 50, 70.0), option(f"b{IN_PART}x", 0.0, 20, 60.0)]
        assert reasons(question(options=chosen)) == [(Reason.KEY, f"a{IN_PART}y")]

    def test_the_most_urgent_comes_first(self):
        found = reasons(question(options=options(40, 70), discrimination_index=-15.0, facility_index=20.0))
        assert [reason for reason, _about in found] == [Reason.KEY, Reason.AGAINST, Reason.HARD]

    def test_a_translation_is_bad_where_the_question_is_harder_than_the_quiz_is(self):
        by_language = {
            "en": question(number_of_attempts=100),
            "fr": question(number_of_attempts=60, facility_index=30.0),
        }
        alike, weaker = {"en": {"mean": 60.0}, "fr": {"mean": 58.0}}, {"en": {"mean": 60.0}, "fr": {"mean": 31.0}}
        assert reasons(question(), by_language=by_language, wholes=alike) == [(Reason.TRANSLATION, "fr")]
        assert judgement(question(), by_language, weaker) == Judgement([], [], False)

    def test_chance_is_no_bad_translation_but_a_doubt(self):
        by_language = {"en": question(), "fr": question(number_of_attempts=10, facility_index=40.0)}
        found = judgement(question(), by_language, {"en": {"mean": 60.0}, "fr": {"mean": 60.0}})
        assert (found.mend, told(found.doubts), found.too_few) == ([], [(Reason.TRANSLATION, "fr")], True)


class TestSmallNumbers:
    """What is told of a thousand attempts is not told of twenty-two or thirty."""

    @pytest.mark.parametrize("number", [22, 30])
    @pytest.mark.parametrize(
        ("figures", "reason"),
        [
            ({"options": [option("x", 1.0, 14, 60.0), option("y", 0.0, 4, 70.0)]}, (Reason.KEY, "y")),
            ({"discrimination_index": -15.0, "discriminative_efficiency": -18.0}, (Reason.AGAINST, "")),
            ({"facility_index": 24.0}, (Reason.HARD, "")),
            (
                {"facility_index": 100.0, "discrimination_index": None, "discriminative_efficiency": None},
                (Reason.EASY, ""),
            ),
            ({"discriminative_efficiency": 14.0, "discrimination_index": 10.0}, (Reason.WEAK, "")),
        ],
    )
    def test_are_too_few_to_tell_and_leave_a_doubt(self, figures, reason, number):
        found = judgement(question(number_of_attempts=number, **figures))
        assert (found.mend, told(found.doubts), found.too_few) == ([], [reason], True)

    def test_leave_open_whether_an_ordinary_question_tells_who_knows(self):
        assert judgement(question(number_of_attempts=25, discrimination_index=30.0)) == Judgement([], [], True)
        assert judgement(question(number_of_attempts=25, discrimination_index=50.0)) == Judgement([], [], False)

    def test_are_enough_for_a_wrong_key(self):
        chosen = [option("x", 1.0, 9, 35.0), option("y", 0.0, 13, 80.0)]
        assert reasons(
            question(number_of_attempts=22, discrimination_index=-70.0, facility_index=41.0, options=chosen)
        ) == [
            (Reason.KEY, "y"),
            (Reason.AGAINST, ""),
        ]

    def test_are_enough_where_nobody_knows_the_answer(self):
        nobody = {
            "facility_index": 0.0,
            "discrimination_index": None,
            "discriminative_efficiency": None,
            "random_guess_score": None,
        }
        assert reasons(question(number_of_attempts=22, **nobody)) == [(Reason.HARD, "")]
        assert reasons(question(number_of_attempts=20, **nobody)) == []

    def test_two_groups_without_any_spread_are_parted_by_chance_now_and_then(self):
        for right, wrong, sure in [(4, 3, False), (5, 3, True), (4, 4, True), (20, 2, False)]:
            chosen = [option("x", 1.0, right, 0.0, 0.0), option("y", 0.0, wrong, 100.0, 0.0)]
            found = judgement(question(options=chosen))
            assert bool(found.mend) is sure, (right, wrong)

    def test_of_figures_that_were_stored_without_a_spread_no_key_is_doubted_aloud(self):
        chosen = [{name: value for name, value in one.items() if name != "deviation"} for one in options(40, 70)]
        found = judgement(question(options=chosen))
        assert (found.mend, told(found.doubts)) == ([], [(Reason.KEY, "y")])

    def test_with_more_attempts_of_the_same_a_fault_stays_a_fault(self):
        for figures, _reason in FAULTS:
            found = [
                bool(judgement(question(**figures, number_of_attempts=number)).mend)
                for number in (12, 25, 50, 100, 1000, 100_000)
            ]
            assert found == sorted(found) and found[-1]


def test_what_an_answer_earns_follows_the_key_of_each_attempt():
    """A key was corrected between two attempts with the same answer."""
    form = Form.read({"items": [item("a")], "pass_mark": 0.7})
    picks = attempt_marks.Picks()
    [name] = form.items["a"].order[:1]
    answered = {"flags": [], "marks": {"a": 1.0}, "responses": {"a": [name]}}
    corrected = State.read({**answered, "keys": {"a": {"fractions": {name: 0.5}}}})
    for _time in range(2):
        plain = attempt_marks.marks_of(form, State.read(answered), [], picks)[0].chosen
        changed = attempt_marks.marks_of(form, corrected, [], picks)[0].chosen
        assert plain == form.items["a"].type.picks(form.items["a"].key, [name])
        assert changed == {name: 0.5}


def test_of_many_different_answers_some_are_kept(monkeypatch):
    monkeypatch.setattr(attempt_marks, "MOST_ANSWERS", 1)
    form, picks = Form.read({"items": [item("a")], "pass_mark": 0.7}), attempt_marks.Picks()
    for name in form.items["a"].order * 2:
        state = State.read({"flags": [], "marks": {"a": 0.0}, "responses": {"a": [name]}})
        assert set(picks.of(form.items["a"], state)) == {name}
    assert len(picks._known["a"]) == 1


@pytest.mark.parametrize("languages", ["e", "eee", "eef", "efefe", "effe", "feg"])
def test_each_language_has_the_figures_of_its_own_attempts(languages):
    collector, own = Collector(), {}
    for number, language in enumerate(languages):
        marks = [Mark(name, name, (number + place) % 2, 1.0, {"x": 1.0}) for place, name in enumerate("ab")]
        collector._add(marks, language)
        own.setdefault(language, Sheet()).add(marks)
    figures = collector.figures()
    assert list(figures["languages"]) == sorted(set(languages))
    for language, sheet in own.items():
        assert figures["languages"][language] == quiz_figures(sheet, guesses={}).as_json()
    assert figures["all"]["number_of_attempts"] == len(languages)
