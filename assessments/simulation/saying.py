"""What the checker found in a case, in sentences. Places are the names that the file has."""

from django.utils.translation import gettext as _

from assessments.casework import Finding


def sentence(finding: Finding) -> str:
    named = {"place": finding.place or "case", "name": _named(finding), **finding.values}
    return _FAMILIES[_KINDS[finding.what]]() % named


def _named(finding: Finding) -> str:
    return str(next((value for value in finding.values.values() if isinstance(value, str)), ""))


_KINDS = {
    "no_seat": "unknown",
    "no_card": "unknown",
    "no_option": "unknown",
    "nothing_sets": "unknown",
    "no_title": "wordless",
    "no_content_note": "wordless",
    "no_words": "wordless",
    "no_feedback": "wordless",
    "no_key_words": "wordless",
    "unreached_card": "unreached",
    "nobody_receives": "unreached",
    "idle_seat": "idle",
    "little_to_do": "idle",
    "waits": "idle",
    "one_option": "one_way",
    "only_mistakes": "one_way",
    "all_the_same": "one_way",
    "no_default": "no_default",
    "short_window": "short_window",
    "best_is_longest": "best_is_longest",
    "no_marks": "no_marks",
    "no_key": "no_marks",
    "never_set": "unused",
    "never_asked": "unused",
    "never_given": "unused",
    "never_open": "unused",
    "step_not_met": "step_not_met",
}
_FAMILIES = {
    "unknown": lambda: _("%(place)s: “%(name)s” is nowhere in the case."),
    "wordless": lambda: _("%(place)s: words that people read are missing."),
    "unreached": lambda: _("%(place)s: it reaches nobody."),
    "idle": lambda: _("%(place)s: this seat has little to do, or waits for long."),
    "one_way": lambda: _("%(place)s: there is no real choice. Give options that lead to different things."),
    "no_default": lambda: _("%(place)s: say which option is taken where nobody decides in time."),
    "short_window": lambda: _("%(place)s: it closes sooner than a turn ends."),
    "best_is_longest": lambda: _("%(place)s: the best option is much longer than the others, which gives it away."),
    "no_marks": lambda: _("%(place)s: it earns no marks."),
    "unused": lambda: _("%(place)s: nothing uses it, or no trial play came to it."),
    "step_not_met": lambda: _("Step %(step)s of the procedure does not come up."),
}
