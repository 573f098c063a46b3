"""The guard around calls into plugins: sound values and allowed errors pass, everything else is a fault with a name."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.foundation.plugins import health
from lms.foundation.plugins.activity import (
    ActivityType,
    Compiled,
    InvalidAnswer,
    NotNow,
    NotReady,
    Outcome,
    Result,
    Step,
)
from lms.foundation.plugins.question import Parts, QuestionType
from lms.foundation.plugins.runtime import activation, faults, guard, value_checks
from lms.foundation.plugins.runtime.errors import Faulty, NotInstalled
from lms.foundation.plugins.runtime.registrations import Registrations
from lms.foundation.plugins.runtime.registry import Registry

CALL = guard.Call("orchard", faults.LINK, "cohort orchard.panels")
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def fails(error):
    def ask(*args, **kwargs):
        raise error

    return ask


class Judge:
    fresh_until = float("inf")

    def __init__(self):
        self.faults, self.overruns, self.failing, self.on_trial, self.suspects = [], [], set(), set(), set()

    def is_aside(self, call):
        return call in self.suspects

    def broke(self, call):
        self.faults.append(call)
        self.failing.add(call)

    def worked(self, call):
        self.failing.discard(call)

    def overran(self, call):
        self.overruns.append(call)


@pytest.fixture
def judge(monkeypatch):
    judge = Judge()
    monkeypatch.setattr(guard, "_breakers", [judge])
    monkeypatch.setattr(faults, "_listeners", [])
    for name in ("withdrawals", "inventories"):  # what these tests register is nobody's after them
        monkeypatch.setattr(activation, name, [])
    monkeypatch.setattr("lms.foundation.plugins.runtime.registry._registries", [])
    return judge


class TestACall:
    def test_the_guard_passes_on_the_value_of_a_call_that_works_and_reports_that_it_works_again(self, judge):
        judge.failing.add(CALL)
        assert guard.answer(CALL, lambda: 3) == 3
        assert (judge.faults, judge.failing) == ([], set())

    def test_a_call_that_breaks_is_a_fault_with_the_plugins_name(self, judge, caplog):
        with pytest.raises(Faulty) as raised:
            guard.answer(CALL, fails(ZeroDivisionError()), name="Orchard")
        assert (raised.value.plugin, raised.value.name, raised.value.is_aside) == ("orchard", "Orchard", False)
        assert judge.faults == [CALL]
        assert "the plugin “orchard” broke: slot cohort orchard.panels" in caplog.text
        assert any(record.exc_info for record in caplog.records)

    def test_a_call_may_raise_what_its_contract_allows(self, judge):
        with pytest.raises(InvalidAnswer):
            guard.answer(CALL, fails(InvalidAnswer("Choose one.")), may_raise=(InvalidAnswer,))
        assert judge.faults == []

    def test_a_plugin_is_not_blamed_for_another_that_breaks_within_its_call(self, judge):
        inner = guard.Call("pump", faults.QUESTION, "pump_word.mark")
        with pytest.raises(Faulty) as raised:
            guard.answer(CALL, lambda: guard.answer(inner, fails(KeyError())))
        assert raised.value.plugin == "pump"
        assert judge.faults == [inner]

    def test_a_plugin_is_not_blamed_for_a_database_that_is_away(self, judge, monkeypatch):
        monkeypatch.setattr(guard, "_excuses", [lambda error: isinstance(error, TimeoutError)])
        with pytest.raises(TimeoutError):
            guard.answer(CALL, fails(TimeoutError()))
        with pytest.raises(TimeoutError):
            guard.answer_or(CALL, fails(TimeoutError()), instead=list)
        assert judge.faults == []

    def test_the_guard_does_not_make_a_suspended_call(self, judge):
        judge.suspects.add(CALL)
        made = []
        with pytest.raises(Faulty) as raised:
            guard.answer(CALL, lambda: made.append(1))
        assert raised.value.is_aside
        assert guard.answer_or(CALL, lambda: made.append(1), instead=list) == []
        assert made == []

    def test_a_fault_leaves_an_empty_place_where_no_answer_is_needed(self, judge):
        assert guard.answer_or(CALL, fails(ZeroDivisionError()), instead=dict) == {}
        assert guard.answer_or(CALL, fails(NotInstalled("No tree.")), instead=dict) == {}
        assert judge.faults == [CALL, CALL]

    def test_a_fault_of_the_house_is_logged_and_not_counted(self, judge):
        with pytest.raises(Faulty):
            guard.answer(guard.Call("", faults.LINK, "ours"), fails(ZeroDivisionError()))
        assert judge.faults == []

    def test_a_call_that_takes_too_long_is_named_and_counted_where_somebody_waits_for_it(
        self, judge, caplog, monkeypatch
    ):
        guard.answer(CALL, lambda: 7)
        monkeypatch.setattr(guard, "MOST_SECONDS", 0.0)
        guard.answer(guard.Call("orchard", faults.REPORT, "trees"), lambda: 7)
        guard.answer(guard.Call("orchard", faults.ACTIVITY, "orchard.compile"), lambda: 7)
        assert judge.overruns == []
        assert guard.answer(CALL, lambda: 7) == 7
        assert judge.overruns == [CALL] and judge.faults == []
        assert "the plugin “orchard” took too long: slot cohort orchard.panels" in caplog.text


@pytest.mark.parametrize(
    ("check", "values"),
    [
        (value_checks.as_json, [float("nan"), float("inf"), {"a": object()}, {"a": "\x00"}, {"a": {1, 2}}]),
        (value_checks.json_object, [None, [], "{}", 3, [("a", 1)]]),
        (value_checks.share, [-0.1, 1.1, "1", float("nan"), []]),
        (value_checks.truth, [1, "yes", []]),
        (value_checks.moment, [datetime(2026, 1, 1), NOW.date(), 3, ""]),
        (value_checks.pause, [None, 3, timedelta(seconds=-1)]),
        (value_checks.number_or_none, [-1, True, 1.5, "3"]),
        (value_checks.pairs_of_texts, [[1], ["ab", "c"], [("question type", 3)], None]),
        (value_checks.texts, ["abc", None, 3, {"a": 1}]),
        (value_checks.all_of(str), ["abc", [1], None, {"a": 1}]),
        (value_checks.instance_of(dict), [None, []]),
    ],
)
def test_checks_refuse_what_is_not_sound(check, values):
    for value in values:
        with pytest.raises((TypeError, ValueError)):
            check(value)


@pytest.mark.parametrize(
    ("check", "value", "given"),
    [
        (value_checks.json_object, {"a": [1, None, "ä"]}, {"a": [1, None, "ä"]}),
        (value_checks.share, 1, 1),
        (value_checks.share, None, None),
        (value_checks.moment, NOW, NOW),
        (value_checks.moment, None, None),
        (value_checks.number_or_none, 0, 0),
        (value_checks.pairs_of_texts, [("question type", "single")], frozenset({("question type", "single")})),
        (value_checks.all_of(str), (name for name in ("a", "b")), ("a", "b")),
    ],
)
def test_checks_give_sound_values_back(check, value, given):
    assert check(value) == given


def made(returned=None, error=None):
    """An activity type of the plugin “orchard” whose every function gives `returned`, or raises `error`."""

    def function(self, *args, **kwargs):
        if error is not None:
            raise error
        return returned

    base = ("compile", "begin", "answer", "context")
    names = [name for name in dir(ActivityType) if not name.startswith("_") and callable(getattr(ActivityType, name))]
    found = dict.fromkeys({*base, *names}, function)
    return type(
        "Odd",
        (ActivityType,),
        {**found, "__module__": __name__, "slug": "orchard_odd", "name": "Odd", "template": "orchard/odd.html"},
    )


BEFORE = ["compile", "countries", "terms", "drafts", "begin", "attempts_allowed", "needs"]
UNDER_WAY = ["taken", "answer", "respond", "fold", "admit", "deadline", "grace", "combine", "context"]
MUST = [*BEFORE, *UNDER_WAY, "upgrade", "present"]
NEED_NOT = {"passages": (), "readable": (), "called": "Odd", "what_counts": "", "compare": ()}
STRANGE = object()


class TestActivityTypes:
    @pytest.fixture
    def registered(self, judge, monkeypatch):
        monkeypatch.setattr(activation, "_packages", {**activation._packages, __name__: "orchard"})
        from lms.foundation.plugins.activity import activities

        def register(cls):
            registry = Registry("activity type", activities.rules)
            registry.register(cls)
            return registry.get(cls.slug)

        return register

    @pytest.mark.parametrize("name", MUST)
    def test_where_an_answer_is_needed_a_fault_is_raised(self, registered, judge, name):
        for kind in (registered(made(error=ZeroDivisionError())), registered(made(STRANGE))):
            with pytest.raises(Faulty):
                getattr(kind, name)()
        assert judge.faults == [guard.Call("orchard", "activity type", f"orchard_odd.{name}")] * 2

    @pytest.mark.parametrize(("name", "instead"), NEED_NOT.items())
    def test_where_none_is_needed_something_stands_in_its_place(self, registered, judge, name, instead):
        assert getattr(registered(made(error=ZeroDivisionError())), name)() == instead
        assert len(judge.faults) == 1

    def test_every_function_of_the_socket_has_the_guard(self):
        from lms.foundation.plugins.activity import activities
        from lms.foundation.plugins.question import questions

        for base, registry in ((ActivityType, activities), (QuestionType, questions)):
            functions = {name for name, one in vars(base).items() if not name.startswith("_") and callable(one)}
            assert functions == set(registry.rules)

    @pytest.mark.parametrize(
        ("name", "error"),
        [("compile", NotReady), ("terms", NotNow), ("answer", InvalidAnswer), ("fold", InvalidAnswer)],
    )
    def test_what_they_may_raise_passes(self, registered, judge, name, error):
        with pytest.raises(error):
            getattr(registered(made(error=error("No."))), name)()
        assert judge.faults == []

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("begin", ({}, {"when": NOW})),
            ("begin", {}),
            ("answer", Step({}, Outcome(score=1.2))),
            ("answer", Step(["a"])),
            ("answer", Step({}, Outcome(passed="yes"))),
            ("combine", Result(score=float("nan"))),
            ("compile", Compiled("Title", html=None)),
            ("compile", Compiled("Title", definition={"a": {1}})),
        ],
    )
    def test_what_they_give_is_looked_at(self, registered, judge, name, value):
        with pytest.raises(Faulty):
            getattr(registered(made(value)), name)()

    def test_sound_values_pass_as_they_are(self, registered):
        step = Step({"signed": "Abdi"}, Outcome(completed=True, score=1))
        assert registered(made(step)).answer() == step
        assert registered(made(({}, {"signed": ""}))).begin() == ({}, {"signed": ""})

    def test_a_function_that_is_replaced_later_is_the_one_that_is_called(self, registered, monkeypatch):
        cls = made({})
        kind = registered(cls)
        monkeypatch.setattr(cls, "context", staticmethod(lambda: {"a": 1}))
        monkeypatch.setattr(cls, "terms", lambda self: {"b": 1})
        assert kind.terms() == {"b": 1}

    def test_the_house_is_asked_as_it_is(self, judge):
        from lms.foundation.plugins.activity import activities

        registry = Registry("activity type", activities.rules)
        registry.register(made(error=ZeroDivisionError()))
        with pytest.raises(ZeroDivisionError):
            registry.get("orchard_odd").context()


def test_a_part_of_a_question_that_is_no_json_is_not_sound():
    from lms.foundation.plugins.question import questions

    for parts in (Parts(shown={"a": {1}}, key=1), Parts({}, key=NOW), {"shown": {}}):
        with pytest.raises((TypeError, ValueError)):
            questions.rules["split"].sound(parts)


class TestHealth:
    @pytest.fixture(autouse=True)
    def of_orchard(self, judge, monkeypatch):
        monkeypatch.setattr(health, "_checks", Registrations("health"))
        with activation.plugging("orchard"):
            yield

    @pytest.mark.parametrize("check", [fails(ZeroDivisionError()), lambda now: None, lambda now: health.Finding("ill")])
    def test_a_check_of_a_plugin_that_breaks_takes_nothing_down(self, judge, check):
        health.register("trees", check)
        assert health.findings(NOW)["trees"].status == health.WARNING
        assert judge.faults == [guard.Call("orchard", "health", "trees")]

    def test_one_that_works_says_what_it_says(self):
        health.register("trees", lambda now: health.Finding(health.WARNING, {"bare": 3}))
        assert health.findings(NOW)["trees"] == health.Finding(health.WARNING, {"bare": 3})
