"""Dates as people of the region write them. Pure."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from lms.foundation.text.folding import ascii_digits, fold

_EXCEL = date(1899, 12, 30)
_SERIAL = re.compile(r"[1-5]\d{4}(?:\.0+)?")
_YEAR = re.compile(r"\d{4}")
_NUMBERS = re.compile(r"(\d{1,4})[./\-\s،]+(\d{1,2})[./\-\s،]+(\d{1,4})(?:[T\s].*)?")
_WORDS = re.compile(r"(\d{1,4})?[\s.,/\-،]*([^\W\d]+(?:\s[^\W\d]+)?)\.?[\s.,/\-،]*(\d{1,4})(?:[\s,./\-،]+(\d{4}))?")
_ETHIOPIC = re.compile(
    r"\s*(?:ዓ\s*[.·/]?\s*ም\.?|እ\s*[.·/]?\s*ኢ\s*[.·/]?\s*አ\.?|\bE\.?\s?C\.?|A\.?L\.?H?\.?I\.?)\s*$", re.I
)
_GREGORIAN = re.compile(r"\s*(?:እ\s*[.·/]?\s*ኤ\s*[.·/]?\s*አ\.?|\bG\.?\s?C\.?|م)\s*$", re.I)

# en, fr, ar (east and west), am, sw, so, om
MONTHS: Mapping[str, int] = {
    fold(name): number
    for number, names in enumerate(
        (
            "january jan janvier janv يناير جانفي ጃንዩወሪ ጃንዋሪ januari jannaayo amajjii",
            "february feb fevrier fev فبراير فيفري ፌብሩወሪ ፌብሩዋሪ februari febraayo guraandhala",
            "march mar mars مارس ማርች machi maarso bitootessa",
            "april apr avril avr ابريل افريل ኤፕሪል aprili abriil ebla",
            "may mai مايو ماي ሜይ mei caamsaa",
            "june jun juin يونيو جوان ጁን juni juun waxabajjii",
            "july jul juillet juil يوليو جويليه ጁላይ julai luuliyo adoolessa",
            "august aug aout اغسطس اوت ኦገስት agosti ogost hagayya",
            "september sep sept septembre سبتمبر ሴፕቴምበር septemba sebtembar fuulbana",
            "october oct octobre اكتوبر ኦክቶበር oktoba oktoobar onkololeessa",
            "november nov novembre نوفمبر ኖቬምበር novemba nofembar sadaasa",
            "december dec decembre ديسمبر ዲሴምበር desemba desembar muddee",
        ),
        start=1,
    )
    for name in names.split()
}
ETHIOPIC_MONTHS = {
    fold(name): number
    for number, names in enumerate(
        (
            "መስከረም meskerem",
            "ጥቅምት tikimt",
            "ኅዳር hidar",
            "ታኅሣሥ tahsas",
            "ጥር tir",
            "የካቲት yekatit",
            "መጋቢት megabit",
            "ሚያዝያ miyazya",
            "ግንቦት ginbot",
            "ሰኔ sene",
            "ሐምሌ hamle",
            "ነሐሴ nehase",
            "ጳጉሜን ጳጉሜ pagume",
        ),
        start=1,
    )
    for name in names.split()
}


def year_in(text: str) -> int | None:
    """Return the year of the Gregorian calendar of a date, or of a year alone; None if `text` is neither."""
    plain = ascii_digits(text.strip())
    body, ethiopic = _calendar(plain)
    if _YEAR.fullmatch(body):
        return int(body) + (8 if ethiopic else 0)
    day = date_in(text)
    return day.year if day else None


def doubt_about(text: str) -> str:
    """Return “two-figures” for a date whose year has two figures only, “bare-number” for a number that is read as the
    day of a spreadsheet; empty for all else.
    """
    body, _ethiopic = _calendar(ascii_digits(text.strip()))
    if _SERIAL.fullmatch(body):
        return "bare-number"
    numbers, words = _NUMBERS.fullmatch(body), _WORDS.fullmatch(body)
    if numbers and len(numbers[1]) != 4:
        return "two-figures" if len(numbers[3]) == 2 else ""
    year = (words[4] or words[3]) if words else ""
    return "two-figures" if len(year) == 2 else ""


def date_in(text: str) -> date | None:
    """Return the day that `text` names: day before month, except in ISO 8601 and if the first number is a month alone.

    Two figures are a year from 1930 to 2029. Those of the Ethiopian calendar are known by their months or by ዓ.ም.
    """
    body, ethiopic = _calendar(ascii_digits(text.strip()))
    return _date(body, ethiopic=ethiopic)


def _calendar(text: str) -> tuple[str, bool]:
    ethiopic = _ETHIOPIC.search(text)
    if ethiopic:
        return text[: ethiopic.start()].strip(), True
    return _GREGORIAN.sub("", text).strip(), False


def _date(text: str, *, ethiopic: bool) -> date | None:
    if _SERIAL.fullmatch(text):
        return _EXCEL + timedelta(days=int(float(text)))
    try:
        if found := _NUMBERS.fullmatch(text):
            return _from_numbers(*found.groups(), ethiopic=ethiopic)
        if found := _WORDS.fullmatch(text):
            return _from_words(*found.groups(), ethiopic=ethiopic)
    except ValueError:
        return None
    return None


def _from_numbers(first: str, second: str, third: str, *, ethiopic: bool) -> date | None:
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
    elif len(third) in (2, 4):
        day, month, year = int(first), int(second), _whole(third)
        if month > 12 >= day and not ethiopic:
            day, month = month, day
    else:
        return None
    return from_ethiopic(year, month, day) if ethiopic else date(year, month, day)


def _from_words(before: str | None, word: str, after: str, last: str | None, *, ethiopic: bool) -> date | None:
    name = fold(word)
    day, year = (before or "1", after) if not last else (after, last)
    if last and before:
        return None
    if name in ETHIOPIC_MONTHS:
        return from_ethiopic(_whole(year), ETHIOPIC_MONTHS[name], int(day))
    return date(_whole(year), MONTHS[name], int(day)) if name in MONTHS and not ethiopic else None


def _whole(year: str) -> int:
    if len(year) != 2:
        return int(year)
    return int(year) + (2000 if int(year) < 30 else 1900)


def from_ethiopic(year: int, month: int, day: int) -> date:
    """Return a day of the Ethiopian calendar as a date. Raises `ValueError` for an impossible one.

    Thirteen months, of 30 days but for the last; the year before one that divides by four has 366 days. 1 Meskerem of
    year 1 is 29 August 8 of the Julian calendar, day 2796 (Reingold and Dershowitz, Calendrical Calculations).
    """
    last_days = 6 if year % 4 == 3 else 5
    days = 30 if month < 13 else last_days
    if not (1 <= month <= 13 and 1 <= day <= days and 1 <= year < 3000):
        raise ValueError("no day of the Ethiopian calendar")
    return date.fromordinal(2796 + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)
