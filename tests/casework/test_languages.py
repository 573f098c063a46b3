"""The cases that come with Mafunzo: one structure, whole words in each language, and marks in the words of each."""

import json
import re

import pytest

from assessments.casework.checking import FAULT, check_languages
from assessments.casework.definition.case_folder import DEFINITION, SHIPPED, languages, open_folder, shipped
from assessments.casework.definition.combined_file import combine
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.serialisation import case_json
from assessments.casework.definition.texts import texts_json, texts_of
from assessments.casework.marking import mark

from .written import WRITTEN

pytestmark = pytest.mark.once

ENGLISH = re.compile(r"\b(the|and|of|with|was|is|you|nobody|who|they|their|from)\b", re.IGNORECASE)
SAME = {"Hana", "Mulu", "Yonas", "Sami", "Idris", "Immigration", "Mesele", "9", "12"}
"""What is written alike in English and French."""
LANGUAGES = {"guesthouse": ["en", "ar", "fr"], "quarry-road": ["en", "ar", "fr"], "two-shores": ["en", "fr"]}
EACH = [(name, language) for name, spoken in LANGUAGES.items() for language in spoken]


@pytest.fixture(scope="module", params=shipped())
def opened(request):
    return open_folder(SHIPPED / request.param)


@pytest.fixture(scope="module", params=EACH, ids=[f"{name}, {language}" for name, language in EACH])
def in_language(request):
    """A case, and one of its languages."""
    name, language = request.param
    return open_folder(SHIPPED / name), language


def strings(words):
    """Every text, but for the words that are looked for in forms."""
    for name, value in words.items():
        if isinstance(value, str):
            yield value
        elif name != "words":
            yield from strings(value)


def answers(opened, form, language):
    """The values of the good path, with what is written in words in this language."""
    log = json.loads((SHIPPED / opened.case.id / "paths" / "good.json").read_text())
    good = next(entry["data"]["values"] for entry in log if entry["data"].get("form") == form.id)
    return {**good, **WRITTEN[opened.case.id].get(language, {}).get(form.id, {})}


def test_each_case_is_in_its_languages():
    assert {name: languages(SHIPPED / name) for name in shipped()} == LANGUAGES


def test_nothing_is_wrong_in_any_language_and_each_has_the_words_of_the_others(opened):
    assert [finding for finding in check_languages(opened.case, opened.texts, plays=1) if finding.level == FAULT] == []


def test_there_are_no_words_in_the_structure(opened):
    structure = json.loads((SHIPPED / opened.case.id / DEFINITION).read_text())
    assert structure == case_json(opened.case)


def test_one_file_of_a_language_is_the_same_case_as_that_of_another(in_language):
    opened, language = in_language
    file = json.loads(json.dumps(combine(opened.case, opened.texts[language])))
    assert read_case(file) == opened.case
    kept = {part: {id: words for id, words in of.items() if words} for part, of in texts_of(file).parts.items()}
    assert kept == opened.texts[language].parts


def test_nothing_is_left_in_english(opened):
    found = {language: list(strings(texts_json(texts))) for language, texts in opened.texts.items()}
    french, arabic = found["fr"], found.get("ar", [])
    assert [text for text in french if ENGLISH.search(text)] == []
    assert {*found["en"]} & {*french, *arabic} <= SAME
    assert [text for text in arabic if re.search(r"[A-Za-z]", text)] == []


def test_apostrophes_and_quotes_are_curved(opened):
    for texts in opened.texts.values():
        assert [text for text in strings(texts_json(texts)) if re.search(r"[\"']", text)] == []


def test_a_form_is_marked_in_the_words_of_its_language(in_language):
    opened, language = in_language
    for form in opened.case.forms:
        marks = mark(form, opened.texts[language], answers(opened, form, language))
        assert marks == {field.id: field.marks for field in form.fields if field.key is not None}, form.id


@pytest.mark.parametrize("name", [name for name, spoken in LANGUAGES.items() if "ar" in spoken])
def test_the_words_of_one_language_earn_nothing_in_another(name):
    opened = open_folder(SHIPPED / name)
    for form in opened.case.forms:
        looked_for = {field.id for field in form.fields if field.key is not None and field.key.kind == "words"}
        for language, written_in in (("ar", "en"), ("ar", "fr"), ("en", "ar"), ("fr", "ar")):
            marks = mark(form, opened.texts[language], answers(opened, form, written_in))
            assert [id for id in looked_for if marks[id]] == []


def test_a_choice_in_a_form_has_a_name_in_each_language(opened):
    for language, texts in opened.texts.items():
        for form in opened.case.forms:
            for field in form.fields:
                labels = texts.of("forms", form.id)["fields"][field.id].get("labels", {})
                assert set(labels) == set(field.options), (language, form.id, field.id)


def test_a_choice_is_called_by_its_name_or_by_its_id():
    texts = open_folder(SHIPPED / "guesthouse").texts["fr"]
    assert texts.choice("referral", "consent", "given and recorded") == "donné et consigné"
    assert texts.choice("referral", "consent", "perhaps") == "perhaps"


def test_the_longest_option_is_seldom_the_best_in_any_language(in_language):
    (opened, language), longest = in_language, 0
    for decision in opened.case.decisions:
        words = opened.texts[language].of("decisions", decision.id)["options"]
        best = max(decision.options, key=lambda option: option.marks).id
        longest += len(words[best]["text"]) == max(len(option["text"]) for option in words.values())
    assert longest <= len(opened.case.decisions) / 3
