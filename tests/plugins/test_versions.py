"""What a type freezes has the number of its version, and is brought up to the present one where it is read."""

import inspect
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from lms.foundation.plugins.activity import ActivityType, Compiled, Outcome, Step, activities
from lms.foundation.plugins.runtime import activation, guard
from lms.foundation.plugins.runtime.errors import Faulty, TooNew
from lms.foundation.plugins.runtime.registry import Registry
from lms.foundation.plugins.versions import NUMBER, number_for, opened

from .test_guard import judge  # noqa: F401  a fixture

pytestmark = pytest.mark.once
NOW = datetime(2026, 11, 26, tzinfo=UTC)


class Count(ActivityType):
    """In version 1 it had `n`, in version 2 `number`; version 3 keeps what was seen, and what each function got."""

    slug, name, template, version = "orchard_count", "Count", "orchard/count.html", 3

    def compile(self, page, *, language, country):
        return Compiled(page.title, definition={"number": page.number, "seen": True})

    def begin(self, definition, *, seed, terms):
        return {"number": definition["number"], "seen": True}, {"number": 0, "seen": True}

    def answer(self, form, state, data, *, now):
        return Step({**state, "number": state["number"] + form["number"]}, Outcome())

    def fold(self, form, state, verb, data, *, now):
        return Step({**state, "got": [form, state]})

    def context(self, definition, form, state, *, closed, now):
        return {"got": [definition, form, state]}

    def upgrade(self, what, value, version):
        if version == 1:
            return {"number": value["n"]}
        return {"number": value["number"], "seen": True}


class Plain(Count):
    slug, version = "orchard_plain", 1

    def upgrade(self, what, value, version):
        raise AssertionError("There is nothing older.")


@pytest.fixture
def register(judge, monkeypatch):
    monkeypatch.setattr(activation, "_packages", {**activation._packages, __name__: "orchard"})

    def register(cls):
        registry = Registry("activity type", activities.rules)
        registry.register(cls)
        return registry.get(cls.slug)

    return register


@pytest.fixture
def kind(register):
    return register(Count)


PRESENT = {"number": 5, "seen": True}
STORED = [{"n": 5}, {"number": 5, NUMBER: 2}, {**PRESENT, NUMBER: 3}]


class TestAValue:
    @pytest.mark.parametrize("stored", STORED)
    def test_is_brought_up_one_version_after_the_other(self, kind, stored):
        assert opened(kind, "form", stored) == PRESENT

    def test_is_what_it_was_where_there_is_one_version(self, register):
        stored = {"number": 5}
        assert opened(register(Plain), "form", stored) is stored

    def test_of_a_newer_version_is_refused_with_a_sentence(self, kind, judge):
        with pytest.raises(TooNew, match=r"Version 4 of “orchard_count” wrote a state .* version 3 is installed"):
            opened(kind, "state", {"number": 5, NUMBER: 4})
        assert judge.faults == []

    def test_that_cannot_be_brought_up_is_a_fault_of_upgrade(self, kind, judge):
        with pytest.raises(Faulty):
            opened(kind, "form", {"m": 5})
        assert judge.faults == [guard.Call("orchard", "activity type", "orchard_count.upgrade")]

    @pytest.mark.parametrize("given", [None, [], "text", {"a": float("nan")}])
    def test_that_becomes_something_unsound_is_a_fault(self, kind, judge, monkeypatch, given):
        monkeypatch.setattr(Count, "upgrade", lambda self, what, value, version: given)
        with pytest.raises(Faulty):
            opened(kind, "form", {"n": 5})
        assert len(judge.faults) == 1


class TestTheDoor:
    @pytest.mark.parametrize("stored", STORED)
    def test_a_function_gets_what_is_stored_in_the_present_shape(self, kind, stored):
        assert kind.context(stored, stored, stored, closed=False, now=NOW)["got"] == [PRESENT] * 3
        assert kind.context(stored, None, None, closed=False, now=NOW)["got"] == [PRESENT, None, None]
        assert kind.fold(state=stored, form=stored, verb="seen", data={}, now=NOW).state["got"] == [PRESENT] * 2

    def test_every_parameter_of_that_kind_is_opened(self, kind, monkeypatch):
        seen = {}
        for name in activities.rules:
            names = list(inspect.signature(getattr(ActivityType, name)).parameters)[1:]
            frozen = {"definition", "form", "state", "before", "after"} & set(names)
            if not frozen:
                continue
            monkeypatch.setattr(Count, name, lambda self, *args, _of=name, **kwargs: seen.update({_of: args}))
            with suppress(Faulty):  # what it gives is not sound here
                getattr(kind, name)(*({"n": 5} if one in frozen else one for one in names))
            assert [seen[name][names.index(one)] for one in frozen] == [PRESENT] * len(frozen), name
        assert {"terms", "begin", "taken", "answer", "compare", "context", "needs"} <= seen.keys()

    def test_what_is_fetched_later_is_opened_then(self, kind, monkeypatch):
        monkeypatch.setattr(Count, "called", lambda self, definition: f"Count to {definition()['number']}")
        assert kind.called(lambda: {"n": 5}) == "Count to 5"

    def test_passages_are_those_of_the_present_shape(self, kind, monkeypatch):
        monkeypatch.setattr(Count, "passages", lambda self, content: got.append(content.definition) or ())
        got = []
        kind.passages(Compiled("A title", definition={"n": 5}))
        assert got == [PRESENT]

    def test_where_no_answer_is_needed_a_fault_of_upgrade_leaves_the_plain_name(self, kind):
        assert kind.called(lambda: {"m": 5}) == "Count"  # it never asks
        assert kind.what_counts({"m": 5}) == ""
        assert kind.what_counts({"number": 5, NUMBER: 9}) == ""

    def test_what_is_given_has_the_number(self, kind):
        form, state = kind.begin({"n": 5}, seed=1, terms={})
        assert (form, state) == ({**PRESENT, NUMBER: 3}, {"number": 0, "seen": True, NUMBER: 3})
        step = kind.answer(form, state, {}, now=NOW)
        assert step.state == {**PRESENT, NUMBER: 3}
        assert kind.answer({"n": 1}, step.state, {}, now=NOW).state == {"number": 6, "seen": True, NUMBER: 3}

    def test_its_own_functions_call_each_other_without_the_door(self, kind, monkeypatch):
        """`admit`, as it stands, answers and folds: what was opened once is not taken for something older."""
        step = kind.admit({"n": 2}, {"n": 5}, [{}, {}], now=NOW)
        assert step.state == {
            "number": 9,
            "seen": True,
            "got": [{"number": 2, "seen": True}, {"number": 9, "seen": True}],
            NUMBER: 3,
        }

    def test_version_one_is_stored_as_ever(self, register):
        plain = register(Plain)
        content = plain.compile(SimpleNamespace(title="A", number=5), language="en", country="")
        form, state = plain.begin(content.definition, seed=1, terms={})
        step = plain.answer(form, state, {}, now=NOW)
        assert NUMBER not in {**content.definition, **form, **state, **step.state}
        with pytest.raises(TooNew):
            plain.deadline({NUMBER: 2}, {}, begun_at=NOW)

    def test_the_house_has_the_door_too(self, judge):
        registry = Registry("activity type", activities.rules)
        registry.register(Count)
        assert registry.get("orchard_count").answer({"n": 1}, {"n": 5}, {}, now=NOW).state == {
            "number": 6,
            "seen": True,
            NUMBER: 3,
        }
        assert registry.get("orchard_count").grace({"n": 1}) == timedelta(0)

    @pytest.mark.parametrize("owner", ["", "quiz"])
    def test_the_house_refuses_what_a_newer_version_stored(self, judge, monkeypatch, owner):
        monkeypatch.setattr(activation, "_packages", {**activation._packages, __name__: owner})
        registry = Registry("activity type", activities.rules)
        registry.register(Plain)
        plain, newer = registry.get("orchard_plain"), {**PRESENT, NUMBER: 2}
        for form, state in ((newer, PRESENT), (PRESENT, newer)):
            for ask in (
                lambda: plain.answer(form, state, {}, now=NOW),  # noqa: B023  called at once
                lambda: plain.fold(form, state, "scored", {}, now=NOW),  # noqa: B023
                lambda: plain.deadline(form, state, begun_at=NOW),  # noqa: B023
            ):
                with pytest.raises(TooNew):
                    ask()


class TestContents:
    def test_have_the_number_where_they_would_be_read_as_something_else(self, kind):
        compiled = kind.compile(SimpleNamespace(title="A", number=5), language="en", country="")
        assert compiled.definition == {**PRESENT, NUMBER: 3}

    def test_stay_as_they_were_where_only_forms_or_states_changed(self, register, monkeypatch):
        """Their digest names them: no course has to be released again because a plugin was upgraded."""
        page = SimpleNamespace(title="A", number=5)
        before = register(Plain).compile(page, language="en", country="").digest(kind="orchard")
        monkeypatch.setattr(Count, "upgrade", lambda self, what, value, version: value)
        compiled = register(Count).compile(page, language="en", country="")
        assert compiled.definition == PRESENT
        assert compiled.digest(kind="orchard") == before

    def test_a_number_is_written_where_one_of_several_values_needs_it(self):
        def kind(upgrade):
            return type("Kind", (), {"slug": "kind", "version": 2, "upgrade": upgrade})()

        same = kind(lambda self, what, value, version: value)
        other = kind(lambda self, what, value, version: value if what == "shown" else [value])
        breaks = kind(lambda self, what, value, version: value["no such thing"])
        assert number_for(same, {"key": 1, "shown": {}}) == 1
        assert number_for(other, {"key": 1, "shown": {}}) == number_for(breaks, {"key": 1}) == 2
