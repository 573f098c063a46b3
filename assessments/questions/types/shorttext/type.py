"""Short text: a word or a few, compared with the answers that the author foresaw."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.formats.bodies import Foreseen, ShortTextBody
from assessments.questions.bank.blocks import plain
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType

from ..marking.text import earned, first_fit, models
from ..shared.answer_variants import variant, variant_problems, variant_stored
from ..shared.shapes import Reveal, ShortTextKey, ShortTextShown
from ..shared.typed_answers import LONGEST, feedback_of, look_and_word, without_feedback, written
from .block import VariantsBlock


class ShortText(QuestionType):
    """The response is the text, trimmed. The key has the answers with their fractions; `*` is any text in them."""

    slug = "shorttext"
    name = gettext_lazy("Short text")
    template = "questions/types/shorttext.html"

    def block(self) -> VariantsBlock:
        return VariantsBlock(icon="edit", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        fields = plain(value)
        return {**fields, "answers": [variant(answer) for answer in fields["answers"]]}

    def stored(self, body: ShortTextBody) -> dict[str, object]:
        return super().stored({**body, "answers": [variant_stored(answer) for answer in body["answers"]]})

    def problems(self, body: ShortTextBody) -> list[str]:
        return variant_problems(body["answers"])

    def split(self, body: ShortTextBody) -> Parts:
        answers = body["answers"]
        key = {
            "answers": [without_feedback(answer) for answer in answers],
            "case": body["case"],
            "marks": body["marks"],
        }
        return Parts(shown={"case": body["case"]}, key=key, reveal={"feedback": feedback_of(answers)})

    def read(self, data: Mapping[str, object], *, order: object) -> str:
        if set(data) != {""}:
            raise InvalidAnswer(_("Write your answer in the field."))
        return written(data[""])

    def mark(self, key: ShortTextKey, response: str | None) -> float:
        return earned(_matched(key, response))

    def guess(self, key: object, *, order: object) -> float:
        return 0.0

    def context(
        self,
        shown: ShortTextShown,
        *,
        order: object,
        response: str | None,
        key: ShortTextKey | None = None,
        reveal: Reveal | None = None,
    ) -> dict[str, object]:
        item = {
            "text": response or "",
            "longest": LONGEST,
            "help": _("Capital letters count.") if shown.get("case") else "",
        }
        if key is not None:
            answer = _matched(key, response)
            item |= {**look_and_word(earned(answer)), "right": [] if earned(answer) >= 1 else models(key["answers"])}
            item["why"] = (reveal or {}).get("feedback", {}).get(answer["id"], "") if answer else ""
        return item


def _matched(key: ShortTextKey, response: str | None) -> Foreseen | None:
    return first_fit(key["answers"], response, case=key["case"], marks=key["marks"]) if response else None
