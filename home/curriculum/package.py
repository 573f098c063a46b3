"""The instructor's package of a course, made or brought up to date from its files, and the glossary of the site.

`package.toml` is in the source language; `package.fr.toml` beside it is its translation, with the same words in the
same order. A word is defined in one package; others that list it have its `term` alone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from django.db.models.signals import post_save
from django.utils.text import capfirst, slugify
from django.utils.translation import override
from wagtail.models import Page

from courses.models import GuidePage, Term

from .blocks import Block, items
from .files import SOURCE, CourseFiles, named, read
from .package_shapes import AnswerText, PackageText, SessionText, TermText, VariantPackageText
from .schema import BadFile
from .writing import Ledger, locale_of, put_page, set_fields

Row = Mapping[str, object]


def packages(folder: Path) -> dict[str, PackageText]:
    """Return the package in the `folder` of a course by language, the source first; nothing where there is none. A
    variant has that of its skeleton, with its own answers, readings and words behind it. Raises `BadFile`.
    """
    if not (folder.parent / "package.toml").exists():
        return _read(folder, PackageText)
    own = _read(folder, VariantPackageText)
    whole = packages(folder.parent).items()
    return {language: _merged(text, own[language]) for language, text in whole if language in own} or dict(whole)


def _read(folder: Path, shape: object) -> dict[str, PackageText]:
    found: dict[str, PackageText] = {}
    for file in sorted(folder.glob("package*.toml"), key=lambda file: len(file.name)):
        language = file.name.removeprefix("package").removesuffix("toml").strip(".") or SOURCE
        found[language] = read(file, shape)
        if SOURCE not in found or len(found[language]["terms"]) != len(found[SOURCE]["terms"]):
            raise BadFile(f"{file}: its terms must be those of package.toml, in the same order.")
    return found


def _merged(whole: PackageText, own: PackageText) -> PackageText:
    merged: PackageText = {**whole, **own, "terms": [*whole["terms"], *own["terms"]]}
    if "guide" in whole:
        merged["guide"] = {**whole["guide"], "answers": [*whole["guide"]["answers"], *_answers(own)]}
        merged["reading"] = [*whole["reading"], *own.get("reading", [])]
    return merged


def _answers(own: PackageText) -> list[AnswerText]:
    return own["guide"]["answers"] if "guide" in own else []


def folder_of(folder: Path, key: str) -> Path:
    """Return the folder of the files of the course called `key`: that of a variant is named by its country."""
    family, _, country = key.rpartition("-")
    return folder / key if (folder / key).exists() else folder / family / country.upper()


def put_terms(folder: Path, keys: Sequence[str], ledger: Ledger, *, wanted: Collection[str]) -> None:
    """Put the words that packages of the `wanted` courses list, in each language.

    Where packages of all courses, `keys`, define a word differently, the first is right; a translation beside the
    definition in the source language comes before others. Raises `BadFile`.
    """
    texts = {key: packages(folder_of(folder, key)) for key in keys}
    words = _words(texts.values())
    listed = {term["term"] for key in wanted if SOURCE in texts[key] for term in texts[key][SOURCE]["terms"]}
    if undefined := [word for word in sorted(listed) if SOURCE not in words.get(word, {})]:
        raise BadFile(f"No package defines {', '.join(undefined)}.")
    by_key = {named("term", slugify(word)): word for word in listed}
    known = Term.objects.filter(translation_key__in=by_key).select_related("latest_revision", "locale")
    rows = {(by_key[row.translation_key], row.locale.language_code): row for row in known}
    locales = {language: locale_of(language) for language in {code for word in listed for code in words[word]}}
    new = []
    for key, word in by_key.items():
        linked = words[word][SOURCE].get("linked", True)
        for language, defined in words[word].items():
            row = rows.get((word, language))
            if row is None:
                row = Term(translation_key=key, locale=locales[language])
                new.append(_filled(row, _fields(defined, linked)))
                ledger.written.append(str(row))
            else:
                _put_term(row, _fields(defined, linked), ledger)
    _insert(new, {key for key, word in by_key.items() if any(word == one for one, _language in rows)})


def _insert(new: Sequence[Term], known: Collection[object]) -> None:
    """Write new words. One of whose key, of those that are `known`, another language is here may be listed by courses,
    which hear of it.
    """
    for row in Term.objects.bulk_create(new):
        if row.translation_key in known:
            post_save.send(Term, instance=row, created=True, update_fields=None, raw=False, using=row._state.db)


def _words(texts: Iterable[Mapping[str, PackageText]]) -> dict[str, dict[str, TermText]]:
    """Return the definitions by word, in the source language, and by language."""
    found = [
        ("definition" not in source, source["term"], language, term)
        for by_language in texts
        for language, text in by_language.items()
        for source, term in zip(by_language[SOURCE]["terms"], text["terms"], strict=True)
        if "definition" in term
    ]
    words: dict[str, dict[str, TermText]] = {}
    for _elsewhere, word, language, term in sorted(found, key=lambda one: one[0]):
        words.setdefault(word, {}).setdefault(language, term)
    return words


def _fields(text: TermText, linked: bool) -> dict[str, object]:
    return {
        "term": text["term"],
        "definition": text["definition"],
        "forms": "\n".join(text.get("forms", [])),
        "linked": text.get("linked", linked),
    }


def _filled(row: Term, fields: Mapping[str, object]) -> Term:
    """Return the word with these fields, checked as the editor's form would."""
    set_fields(row, fields)
    row.full_clean(exclude={"locale"}, validate_unique=False, validate_constraints=False)
    return row


def _put_term(row: Term, fields: Mapping[str, object], ledger: Ledger) -> None:
    if ledger.changes(row, fields):
        _filled(row, fields).save()
        row.save_revision().publish()
        ledger.written.append(str(row))


def put_package(files: CourseFiles, language: str, parent: Page, ledger: Ledger) -> list[Page]:
    """Return the page of the package of the course in `language`, below its page `parent`; nothing where its files have
    none, or only its words.
    """
    texts = packages(files.folder)
    if language not in texts or "guide" not in texts[language]:
        return []
    key, text = files.key, texts[language]
    guide, review = text["guide"], text["review"]
    with override(language):
        title = capfirst(str(GuidePage._meta.verbose_name))
    fields: dict[str, object] = {
        "title": title,
        "slug": "package",
        "aims": guide["aims"],
        "distress": guide["distress"],
        "sessions": _stream(key, "session", [_session(key, one) for one in guide["sessions"]]),
        "answers": _stream(key, "answer", guide["answers"]),
        "beliefs": _stream(key, "belief", guide["beliefs"]),
        "handout_title": text["handout"]["title"],
        "handout": text["handout"]["html"],
        "reading": _stream(key, "text", text["reading"]),
        "terms": _stream(key, "term", _rows(texts[SOURCE]["terms"])),
        "answerable": review["owner"],
        "lawyers": _stream(key, "lawyer", list(_lawyers(review["lawyers"]))),
        "protection_reviewer": review["protection"],
        "survivor_adviser": review["survivor"],
        "language_reviewer": review["language"],
        "checked_on": review["checked_on"] or None,
        "next_review": review["next_review"] or None,
        "changes": _stream(key, "change", review["changes"]),
    }
    name = named("package", key)
    return [put_page(GuidePage, key=name, language=language, parent=parent, fields=fields, ledger=ledger)]


def _rows(terms: Sequence[TermText]) -> list[int]:
    """Return the rows in the source language of these words, in order."""
    keys = [named("term", slugify(one["term"])) for one in terms]
    known = Term.objects.filter(translation_key__in=keys, locale=locale_of(SOURCE))
    rows = dict(known.values_list("translation_key", "pk"))
    return [rows[key] for key in keys]


def _session(key: str, session: SessionText) -> Row:
    return {"minutes": session["minutes"], "steps": _stream(f"{key}/{session['minutes']}", "item", session["steps"])}


def _lawyers(names: Mapping[str, str]) -> Iterator[Row]:
    """Yield the countries whose lawyer has a name."""
    for country, name in names.items():
        if name:
            yield {"country": country, "name": name, "checked_on": None}


def _stream(key: str, kind: str, values: Sequence[object]) -> list[Block]:
    return items(values, "package", key, kind, kind=kind)
