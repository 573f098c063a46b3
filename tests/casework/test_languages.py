"""The cases that come with Mafunzo: one structure, whole words in each language, and marks in the words of each."""

import json
import re

import pytest

from assessments.casework.checking import FAULT, check_languages
from assessments.casework.folders import DEFINITION, SHIPPED, languages, open_folder, shipped
from assessments.casework.joining import joined
from assessments.casework.marking import mark
from assessments.casework.reading import read_case
from assessments.casework.texts import texts_of
from assessments.casework.writing import written

from .paths import FORMS

ENGLISH = re.compile(r"\b(the|and|of|with|was|is|you|nobody|who|they|their|from)\b", re.IGNORECASE)
SAME = {"Hana", "Mulu", "Yonas", "Sami", "Idris", "Immigration"}
"""What is written alike in English and French."""
FRENCH = {
    "request": {
        "offence": "Traite des personnes",
        "facts": "Un passeport est gardé, personne n’est payé",
        "who": "Le numéro du garant",
        "want": "Une analyse en un jour",
        "handling": "Enquêteur et procureur",
    },
    "referral": {"needs": "Un médecin pour la main", "indicators": "Une chambre fermée", "risk": "Le cousin"},
    "assistance": {"needs": "Dormir", "guardian": "Mulu et Sami en ont chacun un", "review": "Dans une semaine"},
    "wage_table": {"source": "Le registre des salaires"},
    "file": {
        "act": "Recrutement, hébergement",
        "means": "Une dette, un passeport gardé",
        "purpose": "Travail forcé",
        "alone": "Le registre des salaires, les téléphones",
        "nonpunish": "Yonas tenait la clé parce qu’il y était contraint",
    },
    "abroad": {
        "offence": "Traite des personnes",
        "facts": "Trois personnes, un garant",
        "asked": "Les dépositions de deux familles",
        "link": "Le même garant",
        "handling": "Urgent, confidentiel",
    },
}
ARABIC = {
    "request": {
        "offence": "الاتجار بالأشخاص",
        "facts": "جواز سفر محتجز، ولا أحد يتقاضى أجراً",
        "who": "رقم الكفيل",
        "want": "تحليل خلال يوم",
        "handling": "المحقق والنيابة",
    },
    "referral": {"needs": "طبيب ليد الفتى", "indicators": "غرفة مقفلة", "risk": "القريب"},
    "assistance": {"needs": "النوم", "guardian": "لمولو وصيّ ولسامي وصيّ", "review": "بعد أسبوع"},
    "wage_table": {"source": "سجل الأجور"},
    "file": {
        "act": "الاستقطاب والإيواء",
        "means": "دَين وجواز سفر محتجز",
        "purpose": "السخرة",
        "alone": "سجل الأجور والهواتف",
        "nonpunish": "كان يوناس يحمل المفتاح لأنه أُجبر على ذلك",
    },
    "abroad": {
        "offence": "الاتجار بالأشخاص",
        "facts": "ثلاثة أشخاص وكفيل واحد",
        "asked": "إفادتا أسرتين",
        "link": "الكفيل نفسه",
        "handling": "عاجل وسري",
    },
}
WRITTEN = {"en": {}, "fr": FRENCH, "ar": ARABIC}


@pytest.fixture(params=shipped())
def opened(request):
    return open_folder(SHIPPED / request.param)


@pytest.fixture(scope="module")
def guesthouse():
    return open_folder(SHIPPED / "guesthouse")


def strings(words):
    """Every text, but for the words that are looked for in forms."""
    for name, value in words.items():
        if isinstance(value, str):
            yield value
        elif name != "words":
            yield from strings(value)


def test_the_guesthouse_is_in_three_languages():
    assert languages(SHIPPED / "guesthouse") == ["en", "ar", "fr"]


def test_nothing_is_wrong_in_any_language_and_each_has_the_words_of_the_others(opened):
    assert [finding for finding in check_languages(opened.case, opened.texts, plays=1) if finding.level == FAULT] == []


def test_there_are_no_words_in_the_structure(opened):
    structure = json.loads((SHIPPED / opened.case.id / DEFINITION).read_text())
    assert structure == written(opened.case)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_one_file_of_a_language_is_the_same_case_as_that_of_another(guesthouse, language):
    file = json.loads(json.dumps(joined(guesthouse.case, guesthouse.texts[language])))
    assert read_case(file) == guesthouse.case
    kept = {part: {id: words for id, words in of.items() if words} for part, of in texts_of(file).parts.items()}
    assert kept == guesthouse.texts[language].parts


def test_nothing_is_left_in_english(guesthouse):
    english = set(strings(guesthouse.texts["en"].parts))
    french, arabic = (list(strings(guesthouse.texts[language].parts)) for language in ("fr", "ar"))
    assert [text for text in french if ENGLISH.search(text)] == []
    assert english & {*french, *arabic} <= SAME
    assert [text for text in arabic if re.search(r"[A-Za-z]", text)] == []


def test_apostrophes_and_quotes_are_curved(opened):
    for texts in opened.texts.values():
        assert [text for text in strings(texts.parts) if re.search(r"[\"']", text)] == []


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_form_is_marked_in_the_words_of_its_language(guesthouse, language):
    texts = guesthouse.texts[language]
    for form in guesthouse.case.forms:
        answers = {**FORMS[form.id], **WRITTEN[language].get(form.id, {})}
        marks = mark(form, texts, answers)
        assert marks == {field.id: field.marks for field in form.fields if field.key is not None}, form.id


def test_the_words_of_one_language_earn_nothing_in_another(guesthouse):
    form = next(form for form in guesthouse.case.forms if form.id == "request")
    assert sum(mark(form, guesthouse.texts["ar"], FORMS["request"]).values()) == 2
    assert sum(mark(form, guesthouse.texts["en"], ARABIC["request"]).values()) == 2


def test_a_choice_in_a_form_has_a_name_in_each_language(guesthouse):
    names = {
        language: texts.choice("referral", "consent", "given and recorded")
        for language, texts in guesthouse.texts.items()
    }
    assert names == {"en": "given and recorded", "fr": "donné et consigné", "ar": "أُعطيت ودُوّنت"}
    for language, texts in guesthouse.texts.items():
        for form in guesthouse.case.forms:
            for field in form.fields:
                labels = texts.of("forms", form.id)["fields"][field.id].get("labels", {})
                assert set(labels) == set(field.options), (language, form.id, field.id)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_longest_option_is_seldom_the_best_in_any_language(opened, language):
    if language not in opened.texts:
        pytest.skip("not in this language")
    longest = 0
    for decision in opened.case.decisions:
        words = opened.texts[language].of("decisions", decision.id)["options"]
        best = max(decision.options, key=lambda option: option.marks).id
        longest += len(words[best]["text"]) == max(len(option["text"]) for option in words.values())
    assert longest <= len(opened.case.decisions) / 3
