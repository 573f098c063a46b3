"""Problems of a text with gaps that an editor must mend.

Gaps are named by their place in the list, as the editor writes them.
"""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.formats.bodies import Gap, GapFillBody, Item

from ..marking.number import exact
from ..shared.answer_variants import variant_problems
from .gaps import by_place, tokens
from .marking import ANY


def problems(body: GapFillBody) -> list[str]:
    """Return sentences that say what to do; none where all is well."""
    sentences = list(_misplaced(body))
    for place, gap in enumerate(body["gaps"], start=1):
        sentences += [
            _("Gap %(gap)s: %(problem)s") % {"gap": place, "problem": sentence} for sentence in _of_gap(body, gap)
        ]
    if body["mode"] == "drag" and len({part["text"].strip() for part in _choices(body)}) < 2:
        sentences.append(_("Give at least two answers to drag, in different gaps or as wrong choices."))
    return sentences


def _misplaced(body: GapFillBody) -> Iterator[str]:
    """Yield gaps without a place in the text, and places in the text without a gap."""
    named = Counter(tokens(by_place(body["text"], body["gaps"])))
    places = [str(place) for place in range(1, len(body["gaps"]) + 1)]
    if not places:
        yield _("Write at least one gap into the text, as [[1]], and give its answers in the list of gaps.")
    for place in places:
        values = {"gap": place, "token": f"[[{place}]]"}
        if not named[place]:
            yield (
                _("Gap %(gap)s has no place in the text. Write %(token)s where it belongs, or take it out of the list.")
                % values
            )
        elif named[place] > 1:
            yield (
                _("%(token)s stands in the text several times. Leave one of them, and add gaps for the others.")
                % values
            )
    for name in named:
        if name not in places:
            yield _(
                "The text has %(token)s, but the list has no such gap. Add the gap, or take this out of the text."
            ) % {"token": f"[[{name}]]"}


def _of_gap(body: GapFillBody, gap: Gap) -> Iterator[str]:
    yield from variant_problems(gap["answers"])
    if body["mode"] == "list" and len(gap["answers"]) < 2:
        yield _("Give at least two answers to choose from, one of them wrong.")
    if body["mode"] == "typed" and gap["kind"] == "number":
        for answer in gap["answers"]:
            if exact(answer["text"]) is None and answer["text"].strip() != ANY:
                sentence = _(
                    "“%(text)s” cannot be read as one number. Write it without anything between thousands, as 1234 or "
                    "0.5."
                )
                yield sentence % {"text": answer["text"]}


def _choices(body: GapFillBody) -> list[Item]:
    return [answer for gap in body["gaps"] for answer in gap["answers"] if answer["fraction"] > 0] + list(
        body["extras"]
    )
