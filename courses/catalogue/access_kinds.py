"""The five kinds of conditions that every site has: a course, an activity, a score, a day, a role family."""

from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface import words
from lms.foundation.plugins.access import AccessCondition, Condition, Facts, Missing, Places, Reach
from lms.people.directory.choices import RoleFamily


class CourseCompleted(AccessCondition):
    """The learner completed another course."""

    slug = "course"
    name = gettext_lazy("A course is completed")
    columns = ("course",)

    def holds(self, condition: Condition, facts: Facts) -> bool:
        return condition.subject in facts.courses

    def could_hold(self, condition: Condition, reach: Reach) -> bool:
        return reach.courses is None or condition.subject in reach.courses

    def for_reviewers(self, condition: Condition, places: Places) -> str:
        return _("the course “%(title)s” is completed") % {"title": places.course(condition).title}

    def for_learners(self, condition: Condition, places: Places) -> Missing:
        course = places.course(condition)
        if course.url:
            return Missing(_("Complete the course “%(title)s” first.") % {"title": course.title}, course.url)
        sentence = _("Complete the course “%(title)s” first. You are not enrolled in it yet: ask your instructor.")
        return Missing(sentence % {"title": course.title})


class ActivityDone(AccessCondition):
    """An activity that comes before in the same course is done."""

    slug = "activity"
    name = gettext_lazy("An earlier part is done")
    columns: tuple[str, ...] = ("activity",)

    def holds(self, condition: Condition, facts: Facts) -> bool:
        return condition.subject in facts.done

    def could_hold(self, condition: Condition, reach: Reach) -> bool:
        return condition.subject in reach.activities

    def for_reviewers(self, condition: Condition, places: Places) -> str:
        return _("“%(title)s” is done") % {"title": places.activity(condition).title}

    def for_learners(self, condition: Condition, places: Places) -> Missing:
        activity = places.activity(condition)
        return Missing(_("Complete “%(title)s” first.") % {"title": activity.title}, activity.url)


class ScoreReached(ActivityDone):
    """Such an activity counts for so much at least, as it is shown."""

    slug = "score"
    name = gettext_lazy("A score in an earlier part")
    columns = ("activity", "percent")

    def holds(self, condition: Condition, facts: Facts) -> bool:
        score = facts.scores.get(condition.subject)
        return score is not None and score * 100 >= condition.percent - 1e-6

    def for_reviewers(self, condition: Condition, places: Places) -> str:
        about = {"title": places.activity(condition).title, "percent": condition.percent}
        return _("the score in “%(title)s” is %(percent)s %% or more") % about

    def for_learners(self, condition: Condition, places: Places) -> Missing:
        activity, score = places.activity(condition), words.percent(condition.percent / 100)
        sentence = _("Reach %(score)s or more in “%(title)s” first.")
        return Missing(sentence % {"score": score, "title": activity.title}, activity.url)


class DayCome(AccessCondition):
    """A day has come at the learner's institution."""

    slug = "date"
    name = gettext_lazy("A day has come")
    columns = ("day",)

    def holds(self, condition: Condition, facts: Facts) -> bool:
        return facts.day.isoformat() >= condition.day

    def for_reviewers(self, condition: Condition, places: Places) -> str:
        return _("it is %(day)s or later") % {"day": words.full_date(date.fromisoformat(condition.day))}

    def for_learners(self, condition: Condition, places: Places) -> Missing:
        day = words.day(date.fromisoformat(condition.day), today=places.today)
        return Missing(_("Opens on %(day)s.") % {"day": day})


class OfRoleFamily(AccessCondition):
    """The learner is of one of these role families."""

    slug = "role"
    name = gettext_lazy("The learner’s role family")
    columns = ("roles",)

    def holds(self, condition: Condition, facts: Facts) -> bool:
        return facts.role in condition.roles

    def could_hold(self, condition: Condition, reach: Reach) -> bool:
        return reach.role in condition.roles

    def for_reviewers(self, condition: Condition, places: Places) -> str:
        return _("the learner’s role family is %(roles)s") % {"roles": _roles(condition)}

    def for_learners(self, condition: Condition, places: Places) -> Missing:
        return Missing(_("Only for these role families: %(roles)s.") % {"roles": _roles(condition)})


KINDS = (CourseCompleted, ActivityDone, ScoreReached, DayCome, OfRoleFamily)
"""In the order in which editors choose from them."""


def _roles(condition: Condition) -> str:
    """Return the role families of a condition, as in “Police or Prosecution”."""
    labels = [str(RoleFamily(role).label) for role in condition.roles if role in RoleFamily.values]
    return get_text_list(labels, _("or"))
