"""Fixed wording of all questions and answers, by the codes that are kept. A code never changes its meaning."""

from django.utils.translation import gettext_lazy as _

SURVEY = 0
"""In place of months: the survey at the end of a course."""
LATER = (3, 6)
"""Months after the day of completion."""

USED = {"often": _("Yes, several times"), "once": _("Yes, once"), "no": _("Not yet")}
APPLIED = ("often", "once")
WHAT = {
    "recognise": _("Recognised signs of trafficking or smuggling"),
    "talk": _("Talked with a person who may be a victim"),
    "refer": _("Led a person to help or protection"),
    "evidence": _("Secured evidence or wrote a case file"),
    "agencies": _("Worked with another agency or country"),
    "colleagues": _("Taught it to colleagues"),
    "other": _("Other"),
}
NOTHING = "nothing"
HINDERED = {
    NOTHING: _("Nothing"),
    "occasion": _("There was no occasion"),
    "time": _("Too little time"),
    "means": _("Too few vehicles, devices or people"),
    "orders": _("Rules or orders do not allow it"),
    "support": _("Superiors or colleagues do not support it"),
    "unsure": _("The course was not enough to do it"),
    "other": _("Other"),
}
SURVEYED = {
    "clear": _("Was the course easy to understand?"),
    "useful": _("Is the course useful for your work?"),
    "practice": _("Did the course have enough practice?"),
    "recommend": _("Would you recommend the course to a colleague?"),
}
MARKS = {"4": _("Yes, fully"), "3": _("Mostly"), "2": _("A little"), "1": _("No")}
