"""The injects of a case as the rows of a spreadsheet, which `read_sheet` and `merged` take back. Pure."""

from collections.abc import Iterator

from ...definition.case import Case, Inject, Texts
from .rows import BETWEEN
from .times import DAY

FIELDS = ("id", "day", "time", "sender", "to", "title", "text", "expect", "picture")
HEADINGS = {
    "en": ("ID", "Day", "Time", "From", "To", "Title", "Text", "Expected action", "Picture"),
    "fr": ("ID", "Jour", "Heure", "De", "À", "Titre", "Texte", "Action attendue", "Image"),
    "ar": ("ID", "اليوم", "الوقت", "من", "إلى", "العنوان", "النص", "الإجراء المتوقع", "الصورة"),
    "am": ("ID", "ቀን", "ሰዓት", "ከ", "ለ", "ርዕስ", "ጽሑፍ", "የሚጠበቅ እርምጃ", "ሥዕል"),
    "so": ("ID", "Maalin", "Waqti", "Ka", "Ku", "Cinwaan", "Qoraal", "Tallaabada la filayo", "Sawir"),
    "sw": ("ID", "Siku", "Saa", "Kutoka", "Kwa", "Kichwa", "Maandishi", "Hatua inayotarajiwa", "Picha"),
    "om": ("ID", "Guyyaa", "Yeroo", "Irraa", "Gara", "Mata duree", "Barreeffama", "Tarkaanfii eegamu", "Suuraa"),
}
"""By language, in the order of `FIELDS`; each is a word that `columns` knows."""


def headings(language: str) -> tuple[str, ...]:
    return HEADINGS.get(language, HEADINGS["en"])


def rows_of(case: Case, texts: Texts) -> Iterator[tuple[str, ...]]:
    """Yield the rows in the order of the case. What waits for something, or for the facilitator, has no time; what
    brings no card is no line of a list that people read, and left out.
    """
    pictures = {card.id: card.picture for card in case.cards}
    for inject in case.injects:
        if inject.card:
            yield _row(inject, texts, pictures.get(inject.card, ""))


def _row(inject: Inject, texts: Texts, picture: str) -> tuple[str, ...]:
    card = texts.of("cards", inject.card)
    day, minute = divmod(inject.at, DAY)
    timed = not inject.by_hand and (inject.at or not inject.when)
    return (
        inject.id,
        str(day + 1) if timed else "",
        f"{minute // 60:02}:{minute % 60:02}" if timed else "",
        card.get("source", ""),
        ", ".join(_seat(texts, seat) for seat in inject.to),
        card.get("title", ""),
        card.get("text", ""),
        texts.of("injects", inject.id).get("expect", ""),
        picture,
    )


def _seat(texts: Texts, id: str) -> str:
    """Return the name of the seat; its id where the name would be read as two."""
    name = texts.of("seats", id).get("name") or id
    return id if BETWEEN.search(name) else name
