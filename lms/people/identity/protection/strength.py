"""Estimate of how hard a password is to guess by a guesser who knows the person and common choices."""

import math
import re
import threading
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...directory.institutions import Institution

ENOUGH = 3_000_000_000
"""Guesses: ten characters drawn by chance, three usual words or two unusual ones;
more than a common word with a year and a sign.
"""
SHORTEST = 10
"""Characters of a password; the settings ask for as many."""
WEAK, WHOLE = 60, 100
"""Shares of what is enough: below the first anybody guesses it."""
LONGEST = 40
"""Characters that are looked at. With more of them looking takes longer, and these have to be enough."""
SUBSTITUTES = frozenset("48@({[<369!1|0$57+%2")
"""What zxcvbn may read as a letter, as in “p4$$”."""
MOST_SUBSTITUTES = 10
"""Different ones of them that are read so: zxcvbn tries every combination, which takes seconds from twenty on."""
_UNREAD = 0xE000
"""The first character that no word holds (private use)."""

_USUAL = """
    mafunzo nenosiri polisi police gendarmerie constable sergeant inspector cadet academy academie afisa jeshi askari
    uhamiaji motdepasse secret siri sirta icciitii bienvenue bonjour karibu jambo habari hujambo asante salama amani
    upendo furaha mungu yesu salaam salaan nabad wanaagsan inshallah mashallah bismillah alhamdulillah allah mohamed
    mohammed muhammad ahmed abdi hassan hussein fatuma amina halima zahra ibrahim ismail yusuf maryam mariam tesfaye
    tigist bekele almaz selam selamta egziabher waaqa nagaa galatoomi kenya nairobi mombasa kisumu nakuru eldoret uganda
    kampala entebbe jinja gulu ethiopia ethiopie addis ababa adama dire dawa mekelle djibouti somalia somaliland
    mogadishu hargeisa africa afrique east twiga simba tembo safari shilingi harambee uhuru arsenal chelsea manchester
    liverpool barcelona januari februari jumatatu jumapili lundi mardi janvier ijumaa كلمة المرور السر شرطة الشرطة سلام
    السلام الله محمد احمد أحمد بسم الحمد جيبوتي إثيوبيا كينيا أوغندا القاهرة الصومال افريقيا የይለፍ ቃል ፖሊስ ሰላም ኢትዮጵያ አዲስ
    አበባ እግዚአብሔር ኬንያ ጅቡቲ ሥልጠና ተማሪ
"""
USUAL = frozenset(_USUAL.split())
"""Words that people here choose and that zxcvbn's lists of English words and leaked
passwords lack or hold far behind.
"""

_alone = threading.Lock()
"""zxcvbn keeps what it is told about a person in a table that all threads share."""


def guesses(password: str, about: Iterator[str] | tuple[str, ...] = ()) -> int:
    """Return the number of guesses needed to find `password`, by a guesser who knows the words `about` the person."""
    from zxcvbn import zxcvbn  # its lists of words take 11 MB, and most processes never judge a password

    looked_at = _readable(unicodedata.normalize("NFKC", password)[:LONGEST])
    words = [*about, *sorted(USUAL)]
    with _alone:
        return int(zxcvbn(looked_at, user_inputs=words)["guesses"])


def _readable(password: str) -> str:
    """Return `password` with no more than `MOST_SUBSTITUTES` signs that can be read as letters; any other counts as
    drawn by chance.
    """
    substitutes = [sign for sign in dict.fromkeys(password) if sign in SUBSTITUTES]
    return password.translate({ord(sign): _UNREAD + place for place, sign in enumerate(substitutes[MOST_SUBSTITUTES:])})


def about(person: Any) -> Iterator[str]:
    """Yield the words that others know about `person`, in the ways in which people write them into passwords."""
    for text in (person.service_number, person.name, person.email, person.phone, *_places(person)):
        plain = unicodedata.normalize("NFKC", text or "")
        for written in dict.fromkeys((plain, _without_marks(plain))):
            parts = re.findall(r"[^\W\d_]+|\d+", written)
            yield from (part for part in (written, "".join(parts), *parts) if len(part) > 1)


def _places(person: object) -> list[str]:
    """Collect the names, in every language, of the institution of `person` and of all above it. One statement."""
    here: Institution | None = getattr(person, "institution", None)
    if here is None:
        return []
    chain = Institution.objects.filter(pk__in=(here.path or str(here.pk)).strip("/").split("/")).order_by("-path")
    return [called for name, names in chain.values_list("name", "names") for called in (name, *names.values())]


def _without_marks(text: str) -> str:
    """Return the text as typed without marks, such as “Wanjirũ”."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def estimate(password: str, person: object) -> int:
    """Return how near `password` of `person` is to being hard enough, in hundredths, by the digits of its guesses."""
    if not password:
        return 0
    share = math.log10(max(guesses(password, tuple(about(person))), 1)) / math.log10(ENOUGH)
    return min(math.floor(share * WHOLE), WHOLE)


class Strength:
    """Validator that refuses passwords that are guessed soon: the person's own words and the usual ones, repeated,
    padded or written with signs, and patterns.
    """

    def validate(self, password: str, user: object = None) -> None:
        if guesses(password, tuple(about(user)) if user is not None else ()) < ENOUGH:
            raise ValidationError(
                _(
                    "The password is easy to guess. Leave out your name and number, dates, and common words "
                    "with digits or signs: three or four words that do not belong together are better."
                ),
                code="password_easy_to_guess",
            )

    def get_help_text(self) -> str:
        return _(
            "Your password must not be easy to guess, as names, numbers, dates and common words are, also with digits "
            "or signs added."
        )
