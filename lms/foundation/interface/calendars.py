"""Weekdays and months in the languages that Django has no names for. The calendar is the Gregorian one."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
"""Django's own words for the months, so that our catalogues have them in every language:
Django's lack three of them.
"""


@dataclass(frozen=True)
class Names:
    """Weekdays from Monday, months from January, and what stands between a weekday and its date."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    comma: str = ""


CALENDARS = {
    "am": Names(
        weekdays=("ሰኞ", "ማክሰኞ", "ረቡዕ", "ሐሙስ", "ዓርብ", "ቅዳሜ", "እሑድ"),
        months=("ጃንዩወሪ", "ፌብሩወሪ", "ማርች", "ኤፕሪል", "ሜይ", "ጁን", "ጁላይ", "ኦገስት", "ሴፕቴምበር", "ኦክቶበር", "ኖቬምበር", "ዲሴምበር"),
        comma="፣",
    ),
    "so": Names(
        weekdays=("Isniin", "Talaado", "Arbaco", "Khamiis", "Jimco", "Sabti", "Axad"),
        months=(
            "Jannaayo",
            "Febraayo",
            "Maarso",
            "Abriil",
            "Maajo",
            "Juun",
            "Luuliyo",
            "Ogost",
            "Sebtembar",
            "Oktoobar",
            "Nofembar",
            "Desembar",
        ),
    ),
    "om": Names(
        weekdays=("Wiixata", "Kibxata", "Roobii", "Kamisa", "Jimaata", "Sanbata", "Dilbata"),
        months=(
            "Amajjii",
            "Guraandhala",
            "Bitootessa",
            "Ebla",
            "Caamsaa",
            "Waxabajjii",
            "Adoolessa",
            "Hagayya",
            "Fuulbana",
            "Onkololeessa",
            "Sadaasa",
            "Muddee",
        ),
    ),
}
