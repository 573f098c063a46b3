"""Limits and lists of words of the rules, each with its reason. A language without a list is not judged. Pure."""

import re

WORDS_A_MINUTE = 100
"""Reading in a second or third language, with time to think."""
MINUTES_OF_A_CHECK, MINUTES_OF_A_CASE, MINUTES_OF_A_QUESTION = 1.5, 1.0, 1.5
MINUTES_OFF, SHARE_OFF = 1.0, 0.05
"""Minutes are stated as whole numbers, and from twenty minutes on nobody feels a twentieth more."""
ENDS_AT_MOST = 0.3
"""With four options the right one is the longest in a quarter by chance, and as often the shortest."""
ENOUGH_TO_JUDGE = 10
"""Questions below which a share says nothing."""
LENGTH_RATIO, LENGTH_DIFFERENCE = 1.5, 14
"""A fifth more and a fifth less than the mean are 1.5 to 1; a difference of two words nobody sees."""
REPEATED_OPTION = 3
"""Times that an option stands in the bank, always wrong, until learners know that it is."""
FEWEST_ITEMS, TIMES_THE_DRAW = 6, 3
"""Questions for each objective: a second attempt after a first, and a spare, without a question seen before. Where one
attempt is all there is, the draw is enough.
"""
FEWEST_OPTIONS = 3
"""With two options one guess in two is right."""
RECALL_AT_MOST = 0.2
"""The rest of a bank applies and judges."""
WORD_DIFFERENCE, WORD_TIMES = 0.12, 6
"""Difference between the shares of right and wrong options that hold a word, and uses below which it is chance."""
SHARED_WORDS = 12
"""Length of a sentence that nobody writes twice by chance."""
TRANSLATION_OFF = 0.25
"""Languages differ in their number of words, lessons of one translation hardly: with a quarter something is missing."""

_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
NUMBER_WORDS = {word: number for number, word in enumerate(_TO_NINETEEN.split())} | {
    word: 10 * number for number, word in enumerate(_TENS.split(), 2)
}
"""English words for numbers, which translations may write in figures."""

ABSOLUTE = {
    "en": ("always", "never", "only", "all", "because"),
    "fr": ("toujours", "jamais", "seulement", "seul", "tous", "parce que"),
    "ar": ("دائماً", "أبداً", "فقط", "كل", "جميع", "لأن"),
}
"""Careful authors write right answers with fewer of the absolute words, and give reasons more often in them."""

FILLERS = {
    "en": r"^(all|none|any|both|neither) of (the )?(above|answers|options|others|rest|these|those|them)$"
    r"|^nothing$|^(I )?(do not|don’t) know$|^A and B$",
    "fr": r"^(toutes?|tous|aucune?|rien) (les|des|de)? ?(réponses?|options?|ci-dessus|ce qui précède).*|^rien$",
    "ar": r"^(كل|جميع|لا شيء) (مما|ما) (سبق|ذُكر|ذكر).*|^لا شيء$|^لا أعرف$",
}

NEGATIVE = {
    "en": r"\b(?-i:NOT|EXCEPT|LEAST)\b|\bexcept\?$"
    r"|^(which|what|who|whom)\b((?!\b(that|who|whose|if|because|when)\b)[^?])*?"
    r"\b(is|are|does|do|did|would|should|must|may|can|need|was|were)( you)? not\b"
    r"|\bis (false|untrue|incorrect)\?$",
    "fr": r"\b(?-i:SAUF|EXCEPTÉ)\b|\bsauf \?$|à l’exception"
    r"|^(quel(le)?s?|lequel|laquelle|lesquel(le)?s)\b[^?]*\b(n’|ne )\w+( \w+)? pas\b|\best (fausse|faux|incorrecte?)\b",
    "ar": r"(عدا|باستثناء)|^أي(ّ|ة|ّة)?\b[^؟]*\b(ليس|ليست)\b|(غير صحيحة?|خاطئة?)؟$",
}
"""In the sentence that asks. A stem that asks for what does not hold is misread under pressure."""

DISTRESSING = {
    "en": r"\b(rap(e[ds]?|ing|ist)|murder\w*|kill(s|ed|ing)|tortur\w*|suicid\w*|corpses?|drown\w*|strangl\w*|stabb\w*"
    r"|whipp\w*|beaten|beatings?|hang(s|ed) (him|her)self|mutilat\w*)\b",
    "fr": r"\b(viols?|viol(ée?s?|eur|eurs)|meurtr\w*|tu(é|ée|és|ées)|tortur\w*|suicid\w*|cadavres?|noy(é\w*|ades?)"
    r"|étrangl\w*|poignard\w*|fouett\w*|battu(e?s?)|roué\w* de coups|mutil\w*)\b",
    "ar": r"(اغتصاب|اغتصب|قُتل|مقتل|قتيل|تعذيب|عُذّب|انتحار|انتحر|جثة|جثث|غرِق|غرق|خنق|طعن|ضُرب|ضربه|ضربها|ضربوه|جُلد)",
}
"""Acts that distress when they are read about without warning. A short list: authors judge the rest."""


def found(patterns: dict[str, str], language: str, text: str) -> str:
    """Return the first part of `text` that the pattern of the language matches; empty for a language without one."""
    match = re.search(patterns[language], text, re.IGNORECASE) if language in patterns else None
    return match[0] if match else ""
