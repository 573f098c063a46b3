"""Pictures on cards of the case that seven agencies play, and what is to be seen on them."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

from assessments.simulation.pictures.services import keep

FOLDER = Path(__file__).parent / "case-pictures"
"""Each is called after its card."""
ALT: Mapping[str, Mapping[str, str]] = {
    "c_wallet": {
        "en": "Sketch: arrows lead from fourteen houses across a border to one telephone with many small coins on it. "
        "One thick arrow leads on abroad. A calendar of eight weeks has the same day marked in each.",
        "fr": "Schéma : des flèches vont de quatorze maisons, par-delà une frontière, vers un téléphone plein de "
        "petites pièces. Une grosse flèche en repart vers l’étranger. Sur un calendrier de huit semaines, le même jour "
        "est marqué dans chacune.",
        "ar": "رسم توضيحي: أسهم من أربعة عشر بيتًا تعبر حدودًا إلى هاتف واحد عليه قطع نقدية صغيرة كثيرة، ومنه سهم غليظ "
        "إلى الخارج. وفي تقويم من ثمانية أسابيع اليوم نفسه معلَّم في كل أسبوع.",
    },
}
CREDIT = {"en": "Drawn for this case", "fr": "Dessiné pour ce cas", "ar": "رُسم لهذه الحالة"}


def with_pictures(fields: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """Return the `structure` and `texts` of the case with them. Done again it gives the same."""
    structure, texts = deepcopy(fields["structure"]), deepcopy(fields["texts"])
    for card, alt in ALT.items():
        structure["cards"][card]["picture"] = keep((FOLDER / f"{card}.jpg").read_bytes(), now=now)
        for language, words in texts.items():
            words["cards"][card] |= {"alt": alt[language], "credit": CREDIT[language]}
    return {**fields, "structure": structure, "texts": texts}
