"""Invented academies and people of the demo school. Pure."""

from dataclasses import dataclass

SEED = 20
REGION = ("East Africa", {"fr": "Afrique de l’Est", "ar": "شرق أفريقيا", "am": "ምሥራቅ አፍሪካ"})
NAMED = {"KE": "KE-20377", "DJ": "DJ-10412"}
"""The service numbers of the learners whom one can sign in as."""


@dataclass(frozen=True)
class Academy:
    """One academy, its country and how its people are like. `pace` is how many of ten keep up with their courses."""

    country: str
    country_name: str
    country_names: dict[str, str]
    timezone: str
    name: str
    names: dict[str, str]
    units: tuple[str, ...]
    language: str
    number: int
    pace: int
    ranks: tuple[str, ...]
    second_script: str = ""
    second_language: str = ""


ACADEMIES = (
    Academy(
        "DJ",
        "Djibouti",
        {"ar": "جيبوتي", "am": "ጅቡቲ"},
        "Africa/Djibouti",
        "Académie de police des Salines",
        {"en": "Salines Police Academy", "ar": "أكاديمية شرطة الملّاحات"},
        ("Section des élèves", "Section de la police des frontières"),
        "fr",
        10415,
        6,
        ("Élève gardien", "Gardien de la paix", "Brigadier", "Inspecteur"),
        "DJ-ar",
        "ar",
    ),
    Academy(
        "ET",
        "Ethiopia",
        {"fr": "Éthiopie", "ar": "إثيوبيا", "am": "ኢትዮጵያ"},
        "Africa/Addis_Ababa",
        "የአዋሽ ፖሊስ ኮሌጅ",
        {"en": "Awash Police College", "fr": "Collège de police d’Awash"},
        ("የምልመላ ክፍል", "የወንጀል ምርመራ ክፍል", "የድንበር ክፍል"),
        "am",
        30100,
        5,
        ("ኮንስታብል", "ሳጅን", "ኢንስፔክተር"),
    ),
    Academy(
        "KE",
        "Kenya",
        {"ar": "كينيا", "am": "ኬንያ"},
        "Africa/Nairobi",
        "Mlima Police Academy",
        {"fr": "Académie de police de Mlima", "ar": "أكاديمية مليما للشرطة"},
        ("Recruit wing", "Criminal investigation wing", "Border police wing"),
        "en",
        20380,
        8,
        ("Cadet", "Constable", "Corporal", "Sergeant"),
    ),
    Academy(
        "UG",
        "Uganda",
        {"fr": "Ouganda", "ar": "أوغندا", "am": "ዩጋንዳ"},
        "Africa/Kampala",
        "Ziwa Police School",
        {"fr": "École de police de Ziwa", "ar": "مدرسة زيوا للشرطة"},
        ("Recruit wing", "Investigation wing"),
        "en",
        40200,
        7,
        ("Probationer", "Constable", "Corporal", "Assistant Inspector"),
    ),
)

FAMILIES = (("police", 14), ("immigration", 3), ("prosecution", 2), ("labour", 1), ("services", 1), ("judiciary", 1))
