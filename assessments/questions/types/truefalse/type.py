"""True or false: the stem is a statement. Its two answers are always in this order."""

from html import escape
from random import Random

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.formats.bodies import OptionsBody
from assessments.questions.bank.blocks import StatementBlock, plain

from ..shared.option_choice import ChoiceType
from ..shared.shapes import OptionsShown


class TrueFalse(ChoiceType):
    slug = "truefalse"
    name = gettext_lazy("True or false")
    template = "questions/types/single.html"

    def block(self) -> StatementBlock:
        return StatementBlock(icon="check", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        written, words = plain(value), _words()
        other = (written["credit"] or 0) / 100
        return {
            "options": [
                {
                    "id": name,
                    "text": written[name]["text"] or words[name],
                    "fraction": 1.0 if name == written["right"] else other,
                    "feedback": written[name]["feedback"],
                }
                for name in ("true", "false")
            ]
        }

    def stored(self, body: OptionsBody) -> dict[str, object]:
        options, words = {option["id"]: option for option in body["options"]}, _words()
        right = "true" if options["true"]["fraction"] >= 1 else "false"
        other = options["false" if right == "true" else "true"]["fraction"]
        texts = {name: option["text"] for name, option in options.items()}
        verdicts = {
            name: {"text": "" if texts[name] == words[name] else texts[name], "feedback": options[name]["feedback"]}
            for name in ("true", "false")
        }
        return {"right": right, "credit": round(other * 100, 10) if other else None, **verdicts}

    def problems(self, body: OptionsBody) -> list[str]:
        if [option["id"] for option in body["options"]] != ["true", "false"]:
            return [_("Give exactly two options: true and false.")]
        return super().problems(body)

    def order(self, shown: OptionsShown, *, chance: Random | None) -> list[str]:
        return super().order(shown, chance=None)


def _words() -> dict[str, str]:
    """Return the words of the answers where the author gives none, in the active language."""
    return {"true": escape(_("True"), quote=False), "false": escape(_("False"), quote=False)}
