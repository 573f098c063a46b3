"""Findings of the checker in sentences: the place in the case, and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from assessments.casework import Finding, Texts

NOTHING = Texts()
LONGEST = 120
"""Letters of a name in a sentence."""


def sentence(finding: Finding, texts: Texts = NOTHING) -> str:
    """Return the sentence of a finding. Things are called as in `texts`, or by their ids where those say nothing."""
    place = place_words(finding.place, texts, finding.values)
    if language := finding.values.get("language"):
        names = dict(settings.LANGUAGES)
        place = f"{place} ({names.get(str(language), language)})"
    named = {"name": _named(finding), **finding.values, "place": place}
    return _FAMILIES[_KINDS.get(finding.what, finding.what)]() % named


def place_words(place: str, texts: Texts = NOTHING, values: Mapping[str, object] = MappingProxyType({})) -> str:
    """Return “decisions.assess.joint” as a person says it: by its words, else by the card that it brings, else by its
    number, which `values` have; an id where nothing else is known.
    """
    part, _dot, rest = place.partition(".")
    if part not in _PLACES:
        return _("The case")
    id, _dot, inside = rest.partition(".")
    words, kind = texts.of(part, id), _PLACES[part]()
    name = id if part == "paths" else _name(words) or _name(texts.of("cards", str(values.get("brings", ""))))
    said = f"{kind} “{name}”" if name else f"{kind} {values.get('number', id)}"
    within = {**words.get("options", {}), **words.get("fields", {})}.get(inside.partition(".")[0], {})
    if not inside or not (within or "inside" in values):
        return said
    name = str(within.get("text") or within.get("label") or "")
    return f"{said}, “{name}”" if name else f"{said}, {values.get('inside', inside)}"


def _name(words: Mapping[str, object]) -> str:
    found = (words.get(name) for name in ("name", "title", "ask", "label", "text"))
    return Truncator(str(next(filter(None, found), ""))).chars(LONGEST)


def _named(finding: Finding) -> str:
    said = (value for name, value in finding.values.items() if name not in ("brings", "language"))
    return str(next((value for value in said if isinstance(value, str)), ""))


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
    "unreached_card": "unreached",
    "nobody_receives": "unreached",
    "idle_seat": "idle",
    "little_to_do": "idle",
    "waits": "idle",
    "one_option": "one_way",
    "only_mistakes": "one_way",
    "all_the_same": "one_way",
    "no_key": "no_marks",
    "never_set": "unused",
    "never_asked": "unused",
    "never_given": "unused",
    "never_open": "unused",
}
_FAMILIES = {
    "unknown": lambda: _("%(place)s: “%(name)s” is nowhere in the case. Choose something that is there, or add it."),
    "wordless": lambda: _("%(place)s: words that people read are missing. Write them."),
    "no_alt": lambda: _("%(place)s: its picture needs words for people who do not see it. Say what is to be seen."),
    "no_picture": lambda: _("%(place)s: its picture is not here. Bring it again, or take it away."),
    "no_transcript": lambda: _(
        "%(place)s: its sound or film needs words for people who do not hear or see it. Write what is said and shown."
    ),
    "no_recording": lambda: _("%(place)s: its sound or film is not here. Choose it again, or take it away."),
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
    "best_is_shortest": lambda: _(
        "%(place)s: the best option is much shorter than the others, which gives it away. Make them as long as it is."
    ),
    "best_repeats": lambda: _(
        "%(place)s: only the best option repeats words of the question, which gives it away. Say it in other words."
    ),
    "best_is_mistake": lambda: _(
        "%(place)s: this option earns the most marks and is a critical mistake. Take away its marks, or the mistake."
    ),
    "alike": lambda: _("%(place)s: this option says almost what another says. Write one that differs, or remove it."),
    "never_closes": lambda: _(
        "%(place)s: it never closes, so others may wait for it until the end. Say when it closes and with which option."
    ),
    "never_holds": lambda: _("%(place)s: its condition contradicts itself and never holds. Take one part of it out."),
    "out_of_reach": lambda: _(
        "%(place)s: it asks for %(number)s, and the fact goes from %(least)g to %(most)g. Ask for another number."
    ),
    "undeclared": lambda: _("%(place)s: it sets a fact that the case does not list. Add the fact, or choose another."),
    "no_number": lambda: _("%(place)s: “%(value)s” is a word where the fact is a number. Write a number."),
    "unearnable": lambda: _(
        "%(place)s: %(marks)s marks stand there and %(most)s can be earned. Say what earns them, or lower the number."
    ),
    "contradictory": lambda: _(
        "%(place)s: one answer is both asked for and forbidden, so nobody earns the marks. Choose one of the two."
    ),
    "untranslated": lambda: _("%(place)s: the text is the same as in the first language. Translate it."),
    "card_long": lambda: _(
        "%(place)s: the card has %(words)s words, and time runs while people read. Shorten it to %(most)s."
    ),
    "card_again": lambda: _("%(place)s: another card says the same. Remove one of the two."),
    "card_twice": lambda: _("%(place)s: the same seat always gets it twice. Give it once."),
    "card_late": lambda: _("%(place)s: its card comes when the decision of its step has closed. Let it come sooner."),
    "no_marks": lambda: _("%(place)s: it earns no marks. Give marks to what is right."),
    "unused": lambda: _("%(place)s: nothing uses it, or no trial play came to it. Look at its condition."),
    "step_not_met": lambda: _("Step %(step)s of the procedure does not come up."),
    "path_refused": lambda: _("%(place)s: entry %(number)s is not possible any more. Record the path again."),
    "path_worse": lambda: _("%(place)s: it no longer ends as well for everybody. Look at what changed."),
    "too_heavy": lambda: _("The case is too large to be checked. Take something out."),
}
