"""Text of a case, passage by passage, for the decision on its release."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import Compiled
from lms.foundation.plugins.passages import Passage


def passages_of(content: Compiled) -> list[Passage]:
    return list(_passages(content))


def _passages(content: Compiled) -> Iterator[Passage]:
    said, texts = content.definition, content.definition["texts"]
    yield Passage("title", _("Title"), content.title)
    yield Passage("note", _("Content note"), texts["content_note"])
    yield Passage("introduction", _("Introduction"), said["introduction"])
    yield Passage("wellbeing", _("Well-being line"), said["wellbeing"])
    yield Passage("rule", _("To pass"), f"{said['case']['pass']:.0%}")
    pictures = {id: card.get("picture", "") for id, card in said["case"].get("cards", {}).items()}
    recordings = {id: card.get("recording", "") for id, card in said["case"].get("cards", {}).items()}
    for part, label in _labels().items():
        for id, words in texts.get(part, {}).items():
            yield Passage(f"{part}:{id}", label, "\n".join(_words(words)), _heading(words) or id)
            if part == "cards" and (name := pictures.get(id)):
                yield Passage(f"picture:{id}", _("Picture"), name[:12], _heading(words) or id)
            if part == "cards" and (name := recordings.get(id)):
                yield Passage(f"recording:{id}", _("Sound or film"), name[:12], _heading(words) or id)


def _labels() -> dict[str, str]:
    return {
        "seats": _("Seat"),
        "cards": _("Card"),
        "injects": _("Inject"),
        "decisions": _("Decision"),
        "forms": _("Form"),
    }


def _heading(words: Mapping[str, object]) -> str:
    return str(words.get("name") or words.get("title") or words.get("ask") or "")


def _words(words: Mapping[str, object]) -> Iterator[str]:
    for value in words.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _words(value)
