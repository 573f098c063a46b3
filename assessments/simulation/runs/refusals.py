"""Refusals of entries, in a sentence for the person who sent the entry."""

from django.utils.translation import gettext as _

from assessments.casework import LONGEST, Refused, Texts


def sentence(refused: Refused, texts: Texts, why: str = "", who: str = "") -> str:
    """Return the refusal as a sentence; options and fields are named as in `texts`. `why` may be more exact than the
    refusal.
    """
    values = refused.values
    option = texts.of("decisions", str(values.get("decision"))).get("options", {}).get(values.get("option"), {})
    field = texts.of("forms", str(values.get("form"))).get("fields", {}).get(values.get("field"), {})
    named = {"option": option.get("text", ""), "field": field.get("label", ""), "most": values.get("most", LONGEST)}
    return _SENTENCES.get(why or refused.why, _not_now)() % (named | {"who": who})


def _not_now() -> str:
    return _("This action is not possible now. The page shows what is possible.")


_SENTENCES = {
    "made": lambda: _("The decision was made before: “%(option)s”"),
    "made_by": lambda: _("%(who)s made this decision before: “%(option)s”"),
    "made_by_another": lambda: _("Somebody else who has this seat made this decision before: “%(option)s”"),
    "closed": lambda: _("The time to decide is over. The case continues with “%(option)s”."),
    "over": lambda: _("The simulation is over. You cannot enter anything any more."),
    "not_begun": lambda: _("The run has not begun yet."),
    "paused": lambda: _("The run is paused. Try again when it goes on."),
    "no_option": lambda: _("Choose what you do."),
    "no_reason": lambda: _("Write it in words. A sentence is enough."),
    "nobody": lambda: _("Choose to whom."),
    "has_it": lambda: _("The recipient that you chose already has this card."),
    "waits": lambda: _("You sent this form before, and nobody has answered it yet."),
    "accepted": lambda: _("You sent this form before, and it was accepted."),
    "answered": lambda: _("This form was answered before."),
    "bad_value": lambda: _("“%(field)s” is not valid. Fill it in again."),
    "long": lambda: _("The text is too long: %(most)s characters at most."),
    "marks": lambda: _("Give marks from 0 to %(most)s."),
}
