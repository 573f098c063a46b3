"""Texts that exist in several languages, and know which one was found. Pure."""

from collections.abc import Iterable, Mapping


class Text(str):
    """A text of the content with the `language` (BCP 47) in which it is written,
    so that a page in another one can say so.
    """

    language: str

    def __new__(cls, text: str, language: str = "") -> "Text":
        instance = super().__new__(cls, text)
        instance.language = language
        return instance


def choose(texts: Mapping[str, str], languages: Iterable[str]) -> Text:
    """Return the text in the first of `languages` in which there is one, else in any; nothing where there is none at
    all.
    """
    for language in (*languages, *texts):
        if texts.get(language):
            return Text(texts[language], language)
    return Text("")
