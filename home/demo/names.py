"""Invented names in the scripts of the four countries. Pure; the same seed gives the same names."""

from collections.abc import Iterator
from random import Random

WOMAN, MAN = "F", "M"

_GIVEN = {
    "KE": {
        WOMAN: [
            "Wanjirũ",
            "Mũthoni",
            "Achieng’",
            "Chebet",
            "Naliaka",
            "Halima",
            "Nyambura",
            "Kwamboka",
            "Mwende",
            "Atieno",
            "Wairimũ",
            "Zawadi",
        ],
        MAN: [
            "Kamaũ",
            "Otieno",
            "Kiprotich",
            "Wafula",
            "Abdi",
            "Mũriũki",
            "Nyakundi",
            "Mũtua",
            "Hassan",
            "Kĩmani",
            "Lokwawi",
            "Baraka",
        ],
    },
    "UG": {
        WOMAN: [
            "Nakato",
            "Apio",
            "Nabirye",
            "Akello",
            "Kyomuhendo",
            "Namubiru",
            "Ayikoru",
            "Nantongo",
            "Birungi",
            "Acayo",
            "Kemigisha",
            "Nambi",
        ],
        MAN: [
            "Okello",
            "Ssekandi",
            "Wasswa",
            "Opio",
            "Mugisha",
            "Byaruhanga",
            "Drani",
            "Kato",
            "Odongo",
            "Tumwine",
            "Lubega",
            "Ayo",
        ],
    },
    "ET": {
        WOMAN: ["ሰላማዊት", "ትዕግሥት", "ሃና", "ብርቱካን", "ፋጡማ", "ቤተልሔም", "ገነት", "መሠረት", "ራሔል", "ጫልቱ", "አስቴር", "ዘይነብ"],
        MAN: ["ዳዊት", "ተስፋዬ", "ኃይሌ", "ግርማ", "አህመድ", "ብርሃኑ", "ቶሎሳ", "ሙሉጌታ", "ዮናስ", "ከበደ", "ገመቹ", "ፍቃዱ"],
    },
    "DJ": {
        WOMAN: [
            "Fatouma",
            "Aïcha",
            "Kadra",
            "Hibo",
            "Deïka",
            "Zahra",
            "Mouna",
            "Saïda",
            "Roukia",
            "Naïma",
            "Choukri",
            "Amina",
        ],
        MAN: [
            "Abdourahman",
            "Waïs",
            "Daher",
            "Houssein",
            "Guedi",
            "Ismaïl",
            "Bourhan",
            "Moussa",
            "Robleh",
            "Djama",
            "Elmi",
            "Youssouf",
        ],
    },
    "DJ-ar": {
        WOMAN: ["فاطمة", "عائشة", "زهرة", "منى", "سعيدة", "آمنة"],
        MAN: ["عبد الرحمن", "إسماعيل", "حسين", "موسى", "يوسف", "آدم"],
    },
}
_FAMILY = {
    "KE": [
        "wa Gĩthinji",
        "Odhiambo",
        "Cheruiyot",
        "Barasa",
        "Yusuf",
        "Ndũng’ũ",
        "Ombati",
        "Mũsyoka",
        "Omondi",
        "Njoroge",
        "Ekai",
        "Mwangi",
    ],
    "UG": [
        "Okot",
        "Mukasa",
        "Babirye",
        "Tumusiime",
        "Asiimwe",
        "Lokiru",
        "Nsubuga",
        "Adriko",
        "Wabwire",
        "Kirabo",
        "Ouma",
        "Ssali",
    ],
    "ET": ["ወልደማርያም", "ተክሌ", "ሙሐመድ", "አበራ", "ዘውዴ", "ኦላና", "ገብረሥላሴ", "ደምሴ", "መኮንን", "ጅማ", "ሐጎስ", "ታደሰ"],
    "DJ": [
        "Ali Hassan",
        "Houmed",
        "Omar Guirreh",
        "Ahmed Dini",
        "Barkat",
        "Aden Miguil",
        "Mohamed Kamil",
        "Robleh Awaleh",
        "Farah",
        "Abdillahi",
    ],
    "DJ-ar": ["علي حسن", "عمر فارح", "أحمد ديني", "محمد كامل", "عدن ورسمة", "حمد إبراهيم"],
}


def people(script: str, chance: Random) -> Iterator[tuple[str, str]]:
    """Yield names of women and men in turn, as pairs of name and sex; none comes twice."""
    names = {
        sex: [f"{given} {family}" for given in _GIVEN[script][sex] for family in _FAMILY[script]]
        for sex in (WOMAN, MAN)
    }
    for of_one_sex in names.values():
        chance.shuffle(of_one_sex)
    while names[WOMAN] and names[MAN]:
        sex = WOMAN if chance.random() < 0.42 else MAN
        yield names[sex].pop(), sex
