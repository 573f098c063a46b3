"""Meanings of the columns of an MSEL, whatever their order and language. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.people.administration.roster.parsing.headings import plain
from lms.people.administration.roster.parsing.table import Line

LOOKED_AT = 40
"""Rows with something in them, among which the heading is."""

# What HSEEP's MSELs call them, then fr, ar, am, sw, so, om.
SYNONYMS = {
    "id": "id|inject id|inject no|inject number|numero de l inject|رقم الحقنه|رقم الحدث",
    "day": "day|exercise day|date|jour|اليوم|التاريخ|ቀን|siku|tarehe|maalin|maalinta|taariikh|guyyaa",
    "time": """time|when|hour|scheduled time|planned time|inject time|dtg|event time|time of inject|start time|
        heure|temps|quand|horaire|الوقت|الزمن|الساعه|متى|ሰዓት|ጊዜ|መቼ|saa|muda|wakati|waqti|waqtiga|saacad|goorma|
        yeroo|saatii""",
    "sender": """from|sender|source|from whom|originator|de|de la part de|expediteur|emetteur|source de l inject|
        من|المرسل|المصدر|ከ|ላኪ|ምንጭ|kutoka|mtumaji|chanzo|ka|ka yimid|diraha|isha|irraa|ergaa|madda""",
    "to": """to|recipient|recipients|receiver|delivered to|player|players|seat|seats|responsible|
        a|a qui|destinataire|destinataires|pour|الى|المستلم|المتلقي|ለ|ተቀባይ|kwa|mpokeaji|ku|loo diro|qaataha|
        gara|fudhataa""",
    "text": """text|inject|message|event|description|event description|inject description|content|details|
        inject text|scenario event|texte|contenu|evenement|description de l inject|النص|الرساله|الحدث|الوصف|
        ጽሑፍ|መልእክት|ክስተት|maandishi|ujumbe|tukio|maelezo|qoraal|qoraalka|fariin|dhacdo|barreeffama|ergaa barreeffamaa|
        taatee""",
    "title": "title|subject|headline|inject title|titre|objet|sujet|العنوان|الموضوع|ርዕስ|kichwa|mada|cinwaan|mata duree",
    "expect": """expected action|expected actions|expected response|expected player action|expected outcome|
        expected player actions|expected reaction|action expected|action attendue|actions attendues|reaction attendue|
        reponse attendue|الاجراء المتوقع|الاجراء المنتظر|الاستجابه المتوقعه|التصرف المتوقع|የሚጠበቅ እርምጃ|የሚጠበቀው እርምጃ|
        hatua inayotarajiwa|hatua zinazotarajiwa|tallaabada la filayo|ficilka la filayo|tarkaanfii eegamu""",
    "picture": "picture|image|photo|الصوره|صوره|ሥዕል|ምስል|picha|sawir|sawirka|suuraa",
}
_KNOWN = {plain(word): field for field, words in SYNONYMS.items() for word in words.replace("\n", "").split("|")}


@dataclass(frozen=True)
class Columns:
    """The row of the heading, and the place of each column that is known, from 0."""

    row: int
    places: dict[str, int]

    def cell(self, line: Line, field: str) -> str:
        place = self.places.get(field)
        return line.cells[place] if place is not None and place < len(line.cells) else ""

    def letter(self, field: str) -> str:
        """Return the column as spreadsheets call it, from A; nothing where the sheet does not have it."""
        place, letters = self.places.get(field, -1), ""
        while place >= 0:
            place, letters = place // 26 - 1, chr(ord("A") + place % 26) + letters
        return letters


def columns_in(head: Sequence[Line]) -> Columns | None:
    """Return the heading among the first rows: the first that names most, and the text at least with one other
    column.
    """
    best: Columns | None = None
    for line in head[:LOOKED_AT]:
        places: dict[str, int] = {}
        for place, cell in enumerate(line.cells):
            if (field := _KNOWN.get(plain(cell))) is not None:
                places.setdefault(field, place)
        if "text" in places and len(places) > 1 and (best is None or len(places) > len(best.places)):
            best = Columns(line.row, places)
    return best
