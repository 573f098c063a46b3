"""Conditions: the laws by which they are judged, and what keeps a course from being released with them."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.conditions import ANY, could_hold, holds, unmet
from courses.catalogue.outline import Entry, Outline
from courses.catalogue.prerequisite_cycles import completable
from courses.editing.release.effect import effect_of
from courses.models import Course, PageCondition
from courses.pages.conditions import values_of
from lms.foundation.plugins.access import Condition, Facts, Reach
from tests.builders import make_course, release
from tests.locking import after, lock, page_of, put
from tests.releasing import release_waiting

COURSE, ACTIVITY, SCORE, DATE, ROLE = "course", "activity", "score", "date", "role"
NAMES, ROLES = ["a", "b", "c"], ["police", "prosecution", "judiciary"]
DAY = date(2026, 11, 27)
days = st.integers(-3, 3).map(lambda number: DAY + timedelta(days=number))
names, roles = st.sampled_from(NAMES), st.sampled_from(ROLES)
single = st.one_of(
    st.builds(Condition, kind=st.sampled_from([COURSE, ACTIVITY]), subject=names),
    st.builds(Condition, kind=st.just(SCORE), subject=names, percent=st.integers(1, 100)),
    st.builds(Condition, kind=st.just(DATE), day=days.map(date.isoformat)),
    st.builds(Condition, kind=st.just(ROLE), roles=st.lists(roles, min_size=1, unique=True).map(tuple)),
)
conditions = st.one_of(
    single, st.builds(Condition, kind=st.just(ANY), any_of=st.lists(single, min_size=2, max_size=3).map(tuple))
)
facts = st.builds(
    Facts,
    day=days,
    role=roles,
    done=st.sets(names),
    scores=st.dictionaries(names, st.floats(0, 1)),
    courses=st.sets(names),
)


@given(st.lists(conditions), facts)
def test_all_have_to_hold_and_the_order_does_not_matter(several, known):
    missing = unmet(several, known)

    assert set(missing) == {one for one in several if not holds(one, known)}
    assert set(missing) == set(unmet(list(reversed(several)), known))


@given(conditions, facts, facts)
def test_doing_more_never_locks_anything(condition, known, more):
    scores = {name: max(score, more.scores.get(name, 0)) for name, score in (more.scores | known.scores).items()}
    later = replace(
        known,
        day=max(known.day, more.day),
        done={*known.done, *more.done},
        courses={*known.courses, *more.courses},
        scores=scores,
    )

    assert holds(condition, later) or not holds(condition, known)


@given(conditions, facts)
def test_what_nobody_of_a_role_could_reach_does_not_hold_for_them_once_it_is_all_they_can_do(condition, known):
    reach = Reach(known.role, {*known.done, *known.scores}, known.courses)

    assert could_hold(condition, reach) or not holds(condition, known)


@given(conditions)
def test_conditions_are_read_back_as_written(condition):
    assert Condition.read(condition.write()) == condition


def test_a_score_counts_as_it_is_shown_to_the_whole_per_cent():
    at_least = Condition(SCORE, subject="a", percent=70)

    assert holds(at_least, Facts(day=DAY, scores={"a": 0.7}))
    assert not holds(at_least, Facts(day=DAY, scores={"a": 0.69}))


def test_a_condition_of_a_kind_that_nobody_knows_keeps_locked():
    assert not holds(Condition("of-another-version"), Facts(day=DAY))


def test_one_of_the_ticked_rows_is_enough():
    rows = [
        PageCondition(kind="date", day=DAY),
        PageCondition(kind="role", roles=["police"], alternative=True),
        PageCondition(kind="role", roles=["judiciary"], alternative=True),
    ]

    day, enough = values_of(rows)

    assert day == Condition(DATE, day="2026-11-27")
    assert [one.roles for one in enough.any_of] == [("police",), ("judiciary",)]


def outline_of(*entries: Entry, wants: tuple[Condition, ...] = ()) -> Outline:
    return Outline(
        titles={"en": "T"},
        summaries={},
        objectives={},
        source="en",
        minutes=60,
        validity_months=0,
        activities=entries,
        conditions=wants,
    )


def entry(name: str, *wants: Condition) -> Entry:
    return Entry(id=name, slug=name, kind="lesson", titles={"en": name}, conditions=wants)


PROSECUTION = Condition(ROLE, roles=("prosecution",))


def test_what_a_role_keeps_somebody_from_is_optional_for_them_and_so_is_what_waits_for_it():
    outline = outline_of(entry("a"), entry("b", PROSECUTION), entry("c", Condition(ACTIVITY, subject="b")))

    assert outline.required_of("prosecution") == ["a", "b", "c"]
    assert outline.required_of("police") == ["a"]
    assert outline.weights_of("police") == {"a": 1.0}


def test_where_nothing_would_be_left_everything_stays_required():
    outline = outline_of(entry("a", PROSECUTION))

    assert outline.required_of("police") == ["a"]


def test_without_conditions_an_outline_is_written_as_it_always_was():
    written = outline_of(entry("a")).write()

    assert "conditions" not in written and "conditions" not in written["activities"][0]
    assert Outline.read(written) == outline_of(entry("a"))


def test_courses_that_wait_for_one_another_are_found_however_long_the_circle():
    waits = {
        name: outline_of(entry("x"), wants=(Condition(COURSE, subject=other),))
        for name, other in (("a", "b"), ("b", "c"), ("c", "a"))
    }
    free = outline_of(entry("x"), wants=(Condition(COURSE, subject="gone"),))

    assert completable({**waits, "d": free}, ROLES) == {"d"}
    one_of = Condition(ANY, any_of=(Condition(COURSE, subject="a"), Condition(COURSE, subject="d")))
    assert completable({**waits, "c": outline_of(entry("x"), wants=(one_of,)), "d": free}, ROLES) == {*"abcd"}


class TestReleasing:
    def test_conditions_are_frozen_in_the_release(self, course):
        lock(page_of("trafficking-lesson-2"), after("trafficking-lesson-1"))

        outline = Course.objects.get(pk=course.pk).release.outline
        first, second, _quiz = outline.activities
        assert second.conditions == (Condition(ACTIVITY, subject=first.id),)
        assert Outline.read(outline.write()) == outline

    def test_the_effect_says_what_opens_what(self, course):
        put(page_of("trafficking-lesson-2"), after("trafficking-lesson-1"), {"kind": "date", "day": DAY})

        [change] = effect_of(course.pk).changes

        assert change.title == "Lesson 2"
        assert change.what == "Opens when: “Lesson 1” is done and it is 27 November 2026 or later"

    def test_a_draft_shows_what_it_would_lock(self, course, lesson):
        lesson.opening_conditions = [PageCondition(kind="role", roles=["police", "judiciary"])]
        lesson.save_revision()

        [change] = effect_of(course.pk, [lesson.get_latest_revision_as_object()]).changes

        assert change.what == "Opens when: the learner’s role family is Police or Judiciary"

    def test_a_part_that_comes_later_keeps_the_course_from_being_released(self, course):
        put(page_of("trafficking-lesson-1"), after("trafficking-lesson-2"))

        [problem] = release_waiting()

        assert "“Lesson 1” names a part that does not come before it" in problem

    def test_role_families_that_nobody_has_together_keep_it_too(self, course):
        put(page_of("trafficking-lesson-1"), *({"kind": "role", "roles": [role]} for role in ("police", "judiciary")))

        [problem] = release_waiting()

        assert "can never hold together" in problem

    def test_a_circle_of_courses_keeps_it_too(self, course, course_page, programme_page):
        other_page = make_course(programme_page, "smuggling")
        release(other_page)
        lock(other_page, {"kind": "course", "course": course.pk})
        put(course_page, {"kind": "course", "course": other_page.translation_key})

        [problem] = release_waiting()

        assert "form a circle" in problem and "“What trafficking is”" in problem

    def test_a_closed_course_is_warned_about(self, course, course_page, programme_page):
        closed = release(make_course(programme_page, "smuggling"))
        Course.objects.filter(pk=closed.pk).update(open=False, titles={"en": "Smuggling"})
        put(course_page, {"kind": "course", "course": closed.pk})

        effect = effect_of(course.pk)

        assert effect.closed == ["Smuggling"] and effect.problem == ""
