"""Free text: an answer in one's own words, which a person marks, by a rubric or without one."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.formats.bodies import FreeTextBody
from assessments.questions.bank.blocks import plain
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType

from ..marking.rubric import full
from ..shared.shapes import FreeTextKey, FreeTextShown, Reveal
from .block import FreeTextBlock
from .marking import LONGEST, keeps_to, words, written


class FreeText(QuestionType):
    """The response is the text. The key is what whoever marks needs: the rubric, and the limits on the number of words.

    Before answering, learners see the criteria of the rubric; the levels and their points they see when the key is due.
    """

    slug = "freetext"
    name = gettext_lazy("Free text")
    template = "questions/types/freetext.html"
    by_people = True

    def block(self) -> FreeTextBlock:
        return FreeTextBlock(icon="pilcrow", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        return plain(value)

    def problems(self, body: FreeTextBody) -> list[str]:
        sentences = []
        if not keeps_to(body["words_min"] or 0, least=None, most=body["words_max"]):
            sentences.append(_("At least is more than at most. Change one of the numbers of words."))
        if any(not criterion["text"].strip() or not criterion["levels"] for criterion in body["rubric"]):
            sentences.append(_("Give each criterion a text and its levels."))
        elif body["rubric"] and not full(body["rubric"]) > 0:
            sentences.append(_("Give points to the levels of the rubric, or nobody can earn any."))
        return sentences

    def split(self, body: FreeTextBody) -> Parts:
        limits = {name: body[name] for name in ("words_min", "words_max")}
        criteria = [{"id": criterion["id"], "text": criterion["text"]} for criterion in body["rubric"]]
        return Parts(
            shown={**limits, "lines": body["lines"], "criteria": criteria},
            key={**limits, "rubric": body["rubric"]},
            reveal={"model": body["model"]} if body["model"] else {},
        )

    def read(self, data: Mapping[str, object], *, order: object) -> str:
        match data:
            case {"": [str(text)]} if len(data) == 1:
                response = written(text)
            case _:
                raise InvalidAnswer(_("Write your answer as a text."))
        if len(response) > LONGEST:
            sentence = _(
                "Your answer has %(count)s characters; at most %(most)s can be kept. Shorten it, then save it again."
            )
            raise InvalidAnswer(sentence % {"count": len(response), "most": LONGEST})
        return response

    def unfinished(self, key: FreeTextKey, response: str | None, *, order: object) -> str:
        number, least, most = words(response or ""), key.get("words_min"), key.get("words_max")
        if keeps_to(number, least=least, most=most):
            return ""
        counted = ngettext("You have written %(count)s word.", "You have written %(count)s words.", number) % {
            "count": number
        }
        return f"{counted} {_limits(least, most)}"

    def mark(self, key: object, response: object) -> None:
        return None

    def context(
        self,
        shown: FreeTextShown,
        *,
        order: object,
        response: str | None,
        key: FreeTextKey | None = None,
        reveal: Reveal | None = None,
    ) -> dict[str, object]:
        number, least, most = words(response or ""), shown["words_min"], shown["words_max"]
        counted = ngettext("%(count)s word", "%(count)s words", number) % {"count": number}
        return {
            "text": response or "",
            "lines": shown["lines"],
            "longest": LONGEST,
            "criteria": shown["criteria"],
            "least": least,
            "most": most,
            "limits": _limits(least, most),
            "counted": counted,
            "outside": not keeps_to(number, least=least, most=most),
            "rubric": key["rubric"] if key else [],
            "model": (reveal or {}).get("model", ""),
        }


def _limits(least: int | None, most: int | None) -> str:
    """Return the limits of length in words; empty where there are none."""
    if least and most:
        return _("Write %(least)s to %(most)s words.") % {"least": least, "most": most}
    if least:
        return ngettext("Write at least %(count)s word.", "Write at least %(count)s words.", least) % {"count": least}
    return (
        ngettext("Write at most %(count)s word.", "Write at most %(count)s words.", most) % {"count": most}
        if most
        else ""
    )
