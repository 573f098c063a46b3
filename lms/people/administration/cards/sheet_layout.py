"""Activation cards on paper: ten on a sheet of A4, with marks where to cut."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset
from lms.foundation.interface.words import full_date, local_day

from ...identity.accounts.models import ActivationCard
from ..crests import data_urls

COLUMNS, ROWS = 2, 5
WIDTH, HEIGHT = 2100, 2970
"""A4 upright in tenths of a millimetre."""
LEFT, TOP, CARD_WIDTH, CARD_HEIGHT = 100, 110, 950, 550
_MARK = 25
_LINE = 230.0
"""Width of a line of text in points."""
_NAME, _TEXT, _LEAST = 12.0, 7.5, 7.0
"""Font sizes in points: of a name that is not too long, of all else, of a long name."""
_NUMBER = 13.0


@dataclass(frozen=True)
class PrintedCard:
    """Contents of one printed card."""

    institution: str
    name: str
    name_size: str
    number: str
    code: str
    until: str
    language: str
    rtl: bool
    crest: str = ""
    qr: str = ""

    @property
    def side(self) -> str:
        """The side on which the lines of the card begin: `left` or `right`."""
        return "right" if self.rtl else "left"


def page_address() -> str:
    """Return the address of the page where cards are used, as people type it."""
    whole = urlsplit(settings.BASE_URL.rstrip("/") + reverse("activate"))
    return whole.netloc + whole.path


def pdf(cards: Sequence[tuple[ActivationCard, str]], *, language: str) -> bytes:
    """Return the sheets with `cards`, each with its code, in the language of its person, else in `language`.

    Characters that no font has are left out: the number tells whose card it is.
    """
    texts = [_card(card, code, language) for card, code in cards]
    pages = [texts[start : start + COLUMNS * ROWS] for start in range(0, len(texts), COLUMNS * ROWS)]
    context = {"faces": fonts.faces(), "marks": _marks(), "address": page_address()}
    context["pages"] = [_rows(page, context["address"]) for page in pages]
    return typeset(render_to_string("people/accounts/sheet.html", context))


def _rows(page: Sequence[PrintedCard], address: object) -> list[list[str]]:
    """Return the cards of a page as HTML, row by row; the last row is filled up with empty ones."""
    drawn: list[str] = []
    for card in page:
        with translation.override(card.language):
            drawn.append(render_to_string("people/accounts/card.html", {"card": card, "address": address}))
    drawn += [""] * (-len(drawn) % COLUMNS)
    return [drawn[start : start + COLUMNS] for start in range(0, len(drawn), COLUMNS)]


def _card(card: ActivationCard, code: str, language: str) -> PrintedCard:
    person = card.person
    known = dict(settings.LANGUAGES)
    spoken = person.language if person.language in known else language
    name, at = _drawable(person.name), person.institution
    with translation.override(spoken):
        until = full_date(local_day(card.expires_at))
    return PrintedCard(
        institution=_drawable(at.name_in(spoken) if at else "", size=_TEXT),
        name=name,
        name_size=f"{max(_LEAST, min(_NAME, _LINE / max(fonts.width(name), 1))):.1f}",
        number=_drawable(person.service_number, size=_NUMBER),
        code=code,
        until=until,
        language=spoken,
        rtl=get_language_info(spoken)["bidi"],
        crest=data_urls.data_uri(at),
        qr=_drawn_code(person.service_number, code),
    )


def address_with(number: str, code: str) -> str:
    """Return the address that opens the page with `number` and `code` filled in. They stand behind its #, which no
    browser sends to a server, so that no log has them.
    """
    return settings.BASE_URL.rstrip("/") + reverse("activate") + "#" + urlencode({"n": number, "c": code})


def _drawn_code(number: str, code: str) -> str:
    """Return that address as the picture of a QR code."""
    import segno

    return str(segno.make(address_with(number, code), error="m", micro=False).png_data_uri(scale=4, border=2))


def _drawable(text: str, *, size: float = _LEAST) -> str:
    """Return `text` as far as there are fonts and, at `size` points, room in one line for it."""
    plain = whole = fonts.drawable(text)
    while fonts.width(plain) * size > _LINE:
        plain = plain[: -max(len(plain) // 20, 2)].rstrip() + "…"
    return plain if plain == whole else plain.replace("……", "…")


def _marks() -> str:
    """Return the address of an image of the whole page, with a cross at each corner of a card."""
    across = [LEFT + column * CARD_WIDTH for column in range(COLUMNS + 1)]
    down = [TOP + row * CARD_HEIGHT for row in range(ROWS + 1)]
    crosses = "".join(f"M{x - _MARK} {y}L{x + _MARK} {y}M{x} {y - _MARK}L{x} {y + _MARK}" for x in across for y in down)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{crosses}" fill="none" stroke="#4c5d66" stroke-width="2"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
