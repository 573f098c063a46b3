"""Bands of ranks, by which figures of several countries can be compared: which ranks of a country are in which. Pure.

A rank is what somebody wrote. It is looked for as a whole, without the words that say no more than that it is of the
police; a rank that is not here is in no band.
"""

from collections.abc import Mapping
from functools import lru_cache

from lms.foundation.text.folding import words

from .choices import Country, RankBand

FILLERS = frozenset(
    word
    for words_of_a_language in (
        ("police", "of", "the", "officer", "grade", "woman", "women", "1", "2", "i", "ii"),
        ("de", "la", "du", "des", "ya"),
        ("ከፖሊስ", "የፖሊስ", "ፖሊስ", "شرطه", "الشرطه"),
    )
    for word in words_of_a_language
)

RANKS: Mapping[str, Mapping[RankBand, str]] = {
    Country.KENYA: {
        RankBand.CADET: "cadet|recruit|trainee|recruit constable|kadeti|kuruti",
        RankBand.CONSTABLE: "constable|pc|konstebo",
        RankBand.SERGEANT: "corporal|cpl|sergeant|sgt|senior sergeant|snr sgt|ssgt|koplo|sajini",
        RankBand.INSPECTOR: "inspector|ip|insp|chief inspector|ci|c insp|inspekta|mkaguzi",
        RankBand.SENIOR: """
            assistant superintendent|asp|superintendent|sp|senior superintendent|ssp|commissioner|cp|
            senior assistant inspector general|saig|assistant inspector general|aig|deputy inspector general|dig|
            inspector general|ig|mrakibu|kamishna
        """,
    },
    Country.UGANDA: {
        RankBand.CADET: "cadet|recruit|probationer|probationer constable|ppc|cadet assistant inspector",
        RankBand.CONSTABLE: "constable|pc|special constable|spc",
        RankBand.SERGEANT: "corporal|cpl|sergeant|sgt|station sergeant|senior sergeant|head constable",
        RankBand.INSPECTOR: "assistant inspector|aip|inspector|ip|senior inspector",
        RankBand.SENIOR: """
            assistant superintendent|asp|superintendent|sp|senior superintendent|ssp|assistant commissioner|acp|
            commissioner|cp|senior commissioner|scp|assistant inspector general|aigp|deputy inspector general|digp|
            inspector general|igp
        """,
    },
    Country.ETHIOPIA: {
        RankBand.CADET: "cadet|recruit|trainee|ምልምል|ሰልጣኝ|ካዴት",
        RankBand.CONSTABLE: "constable|ኮንስታብል|konistaabilii",
        RankBand.SERGEANT: """
            assistant sergeant|deputy sergeant|sergeant|chief sergeant|ረዳት ሳጅን|ምክትል ሳጅን|ሳጅን|ዋና ሳጅን|saajinii
        """,
        RankBand.INSPECTOR: """
            assistant inspector|deputy inspector|inspector|chief inspector|ረዳት ኢንስፔክተር|ምክትል ኢንስፔክተር|ኢንስፔክተር|
            ዋና ኢንስፔክተር|inspeektarii
        """,
        RankBand.SENIOR: """
            deputy commander|commander|assistant commissioner|deputy commissioner|commissioner|commissioner general|
            ምክትል ኮማንደር|ኮማንደር|ረዳት ኮሚሽነር|ምክትል ኮሚሽነር|ኮሚሽነር|ኮሚሽነር ጄኔራል|komaandarii|komishinarii
        """,
    },
    Country.DJIBOUTI: {
        RankBand.CADET: "eleve|eleve gardien|eleve gardien paix|eleve officier|stagiaire|recrue|cadet|طالب",
        RankBand.CONSTABLE: "gardien paix|gardien|agent|sous brigadier|soldat|gendarme|شرطي|جندي",
        RankBand.SERGEANT: """
            caporal|caporal chef|brigadier|brigadier chef|sergent|sergent chef|marechal logis|marechal logis chef|
            adjudant|adjudant chef|major|عريف|رقيب|مساعد
        """,
        RankBand.INSPECTOR: """
            inspecteur|inspecteur principal|inspecteur chef|sous lieutenant|lieutenant|capitaine|مفتش|ملازم|نقيب
        """,
        RankBand.SENIOR: """
            commissaire|commissaire principal|commissaire divisionnaire|commandant|lieutenant colonel|colonel|general|
            رائد|مقدم|عقيد|عميد|مفوض
        """,
    },
}


def _plain(rank: str) -> str:
    return " ".join(word for word in words(rank) if word not in FILLERS)


def _of_country(bands: Mapping[RankBand, str]) -> dict[str, str]:
    """Return the band of each rank, by the rank as it is compared."""
    return {_plain(rank): str(band) for band, ranks in bands.items() for rank in ranks.split("|") if rank.strip()}


_BANDS = {str(country): _of_country(bands) for country, bands in RANKS.items()}


@lru_cache(maxsize=4096)
def band_of(rank: str, country: str) -> str:
    """Return the band of a `rank` as it is written in a `country`; empty where it is in none. Of a region, which has no
    country, ranks of any country count.
    """
    plain = _plain(rank)
    known = [_BANDS[country]] if country in _BANDS else list(_BANDS.values())
    return next((bands[plain] for bands in known if plain in bands), "")
