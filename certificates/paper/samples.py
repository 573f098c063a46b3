"""Certificates that nobody has, for previews and for the command that writes one of each design and language."""

from datetime import UTC, date, datetime

from lms.learning.progress.models import Enrolment
from lms.people.directory.institutions import Institution

from ..models import Certificate

SERIAL = "K7QX-4M2P-9TCR"
_LATIN = (
    "Wanjirũ Kĩbũi wa Kamau Njoroge Ole Sankale Kipchoge Mwangi Nyambura Wairimũ",
    "Identification, référence et protection des victimes de la traite des personnes",
)
_TEXTS = {
    "ar": (
        "زينب عمر عبد الرحمن محمد علي حسن أبو بكر الصديق النور إبراهيم مصطفى الحاج يوسف",
        "التعرف على ضحايا الاتجار بالأشخاص وإحالتهم وحمايتهم في المعابر الحدودية والمطارات",
    ),
    "am": (
        "አበበ በቀለ ገብረ ማርያም ወልደ ሚካኤል ተስፋዬ ኃይለ ሥላሴ አስፋው ዘውዴ መንግሥቱ ደምሴ ታደሰ ከበደ",
        "በሰዎች የመነገድ ወንጀል ተጎጂዎችን መለየት፣ ማስተላለፍና መጠበቅ በድንበር ኬላዎችና በአውሮፕላን ማረፊያዎች",
    ),
}


def sample(language: str, issuer: Institution, name: str = "", course: str = "") -> Certificate:
    """Return a certificate of `issuer`, not stored, in `language`; with a name and course of 80 characters where none
    is given.
    """
    made_up = _TEXTS.get(language, _LATIN)
    return Certificate(
        serial=SERIAL,
        language=language,
        issuer=issuer,
        earned_by=Enrolment(institution=issuer),
        name=name or made_up[0],
        service_number="KE-20377",
        institution=issuer.name_in(language),
        course=course or made_up[1],
        minutes=180,
        attended=90,
        score=0.87,
        edition="2.3",
        completed_on=date(2026, 11, 3),
        valid_until=date(2028, 11, 3),
        issued_at=datetime(2026, 11, 3, 9, tzinfo=UTC),
    )
