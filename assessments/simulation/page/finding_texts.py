"""Findings of the checker in sentences: the place in the case, and what to do."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.casework import Finding, Texts

NOTHING = Texts()


def sentence(finding: Finding, texts: Texts = NOTHING) -> str:
    """Return the sentence of a finding. Things are called as in `texts`, or by their ids where those say nothing."""
    place = place_words(finding.place, texts)
    if language := finding.values.get("language"):
        names = dict(settings.LANGUAGES)
        place = f"{place} ({names.get(str(language), language)})"
    named = {"name": _named(finding), **finding.values, "place": place}
    return _FAMILIES[_KINDS[finding.what]]() % named


def place_words(place: str, texts: Texts = NOTHING) -> str:
    """Return “decisions.assess.joint” as a person says it."""
    part, _dot, rest = place.partition(".")
    if part not in _PLACES:
        return _("The case")
    id, _dot, inside = rest.partition(".")
    words = texts.of(part, id)
    said = f"{_PLACES[part]()} “{_name(words) or id}”"
    return f"{said}, “{_inside(words, inside)}”" if inside else said


def _name(words: Mapping[str, object]) -> str:
    return str(words.get("name") or words.get("title") or words.get("ask") or words.get("label") or "")


def _inside(words: Mapping[str, Any], id: str) -> str:
    both = {**words.get("options", {}), **words.get("fields", {})}
    found = both.get(id, {})
    return str(found.get("text") or found.get("label") or id)


def _named(finding: Finding) -> str:
    return str(next((value for value in finding.values.values() if isinstance(value, str)), ""))


_PLACES: Mapping[str, Any] = {
    "seats": lambda: _("Seat"),
    "facts": lambda: _("Fact"),
    "cards": lambda: _("Card"),
    "injects": lambda: _("Inject"),
    "decisions": lambda: _("Decision"),
    "forms": lambda: _("Form"),
    "team": lambda: _("Team marks"),
    "measures": lambda: _("Measures"),
    "paths": lambda: _("Recorded path"),
}
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
    "no_alt": "no_alt",
    "no_picture": "no_picture",
    "differs": "differs",
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
    "opens_late": "opens_late",
    "best_is_longest": "best_is_longest",
    "no_marks": "no_marks",
    "no_key": "no_marks",
    "never_set": "unused",
    "never_asked": "unused",
    "never_given": "unused",
    "never_open": "unused",
    "step_not_met": "step_not_met",
    "path_refused": "path_refused",
    "path_worse": "path_worse",
    "too_heavy": "too_heavy",
}
_FAMILIES = {
    "unknown": lambda: _("%(place)s: “%(name)s” is nowhere in the case. Choose something that is there, or add it."),
    "wordless": lambda: _("%(place)s: words that people read are missing. Write them."),
    "no_alt": lambda: _("%(place)s: its picture needs words for people who do not see it. Say what is to be seen."),
    "no_picture": lambda: _("%(place)s: its picture is not here. Bring it again, or take it away."),
    "differs": lambda: _("%(place)s: words are there in one language alone. Write them in each."),
    "unreached": lambda: _("%(place)s: it reaches nobody. Say who gets it."),
    "idle": lambda: _("%(place)s: it has little to do, or waits for long. Give it another decision or form."),
    "one_way": lambda: _("%(place)s: there is no real choice. Give options that lead to different things."),
    "no_default": lambda: _("%(place)s: say which option is taken where nobody decides in time."),
    "short_window": lambda: _("%(place)s: it closes sooner than a turn ends. Leave it open for longer."),
    "opens_late": lambda: _(
        "%(place)s: in turns it opens in the last one, and some are never asked. Have it come sooner, or end the turn "
        "before the last one later."
    ),
    "best_is_longest": lambda: _(
        "%(place)s: the best option is much longer than the others, which gives it away. Shorten it."
    ),
    "no_marks": lambda: _("%(place)s: it earns no marks. Give marks to what is right."),
    "unused": lambda: _("%(place)s: nothing uses it, or no trial play came to it. Look at its condition."),
    "step_not_met": lambda: _("Step %(step)s of the procedure does not come up."),
    "path_refused": lambda: _("%(place)s: entry %(number)s is not possible any more. Record the path anew."),
    "path_worse": lambda: _("%(place)s: it no longer ends as well for everybody. Look at what changed."),
    "too_heavy": lambda: _("The case is too large to be checked. Take something out."),
}
