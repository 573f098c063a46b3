"""Drafts of every type for the round trips through QTI, with ids counted as a reader counts them."""

import struct
import zlib
from itertools import count

from hypothesis import strategies as st

from assessments.formats.draft import Draft

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z", "S"], exclude_characters="[]*\\"), min_size=1, max_size=8
)
PLAIN = st.lists(WORDS | st.sampled_from(["<b>", "a & b", "“x”", "ሰላም", "العربية", "$.^"]), min_size=1, max_size=3).map(
    " ".join
)
HTML = PLAIN.map(lambda text: f"<p>{escaped(text)}</p>") | PLAIN.map(
    lambda text: f"<p>{escaped(text)}<br/><b>!</b></p><ul><li>1</li></ul>"
)
LINE = PLAIN.map(lambda text: escaped(text)) | PLAIN.map(lambda text: f"<i>{escaped(text)}</i>")
SAID = st.just("") | HTML
PART = st.sampled_from([0.0, 0.5, -0.25, 1 / 3, 0.1]) | st.floats(-1, 1, allow_subnormal=False).map(
    lambda value: round(value, 7)
)
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 640, 480, 8, 2, 0, 0, 0)
PNG += struct.pack(">I", zlib.crc32(PNG[12:]))
SHARE = st.floats(0, 1, allow_subnormal=False)


ORDER = "bins items pairs gaps answers statements options regions rubric levels extras"
"""In which order a reader counts what has ids."""


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def counted(body):
    """The body with its ids counted in the order in which it has them."""
    ids = map(str, count(1))

    def again(value):
        if isinstance(value, dict):
            own = {"id": next(ids)} if "id" in value else {}
            return own | {name: again(value[name]) for name in sorted(value, key=ORDER.find) if name != "id"}
        return [again(inner) for inner in value] if isinstance(value, list) else value

    return again(body)


def option(fraction=PART, text=LINE):
    return st.fixed_dictionaries({"id": st.just(""), "text": text, "fraction": fraction, "feedback": SAID})


def with_right(options):
    """At least one option is right."""
    return [{**options[0], "fraction": 1.0}, *options[1:]]


RIGHT_FIRST = st.lists(option(), min_size=2, max_size=5).map(with_right)
SINGLE = RIGHT_FIRST.filter(lambda options: len({one["text"] for one in options}) == len(options)).map(
    lambda options: {"options": options}
)
MULTIPLE = st.builds(
    lambda body, scoring: {**body, "scoring": scoring}, SINGLE, st.sampled_from(["all", "difference", "weights"])
)
TRUEFALSE = st.tuples(SAID, SAID, st.booleans()).map(
    lambda drawn: {
        "options": [
            {"id": "true", "text": "True", "fraction": float(drawn[2]), "feedback": drawn[0]},
            {"id": "false", "text": "False", "fraction": float(not drawn[2]), "feedback": drawn[1]},
        ]
    }
)
SCORING = st.sampled_from(["each", "all"])
MATCHING = st.builds(
    lambda pairs, extras, scoring: {
        "pairs": pairs,
        "extras": [
            {"id": "", "match": word} for word in dict.fromkeys(extras) if word not in {pair["match"] for pair in pairs}
        ],
        "scoring": scoring,
    },
    st.lists(st.fixed_dictionaries({"id": st.just(""), "text": LINE, "match": PLAIN}), min_size=1, max_size=4),
    st.lists(PLAIN, max_size=2),
    SCORING,
)
ITEM = st.fixed_dictionaries({"id": st.just(""), "text": LINE, "feedback": SAID})
BIN = st.fixed_dictionaries({"id": st.just(""), "text": PLAIN, "items": st.lists(ITEM, min_size=1, max_size=3)})
CLASSIFICATION = st.fixed_dictionaries(
    {"bins": st.lists(BIN, min_size=2, max_size=3), "extras": st.lists(ITEM, max_size=2), "scoring": SCORING}
)
ORDERING = st.fixed_dictionaries(
    {
        "items": st.lists(st.fixed_dictionaries({"id": st.just(""), "text": LINE}), min_size=2, max_size=5),
        "scoring": st.sampled_from(["exact", "run", "pairwise"]),
    }
)
WILDCARD = st.lists(WORDS | st.sampled_from(["*", "\\*", "$", "(a|b)", "-"]), min_size=1, max_size=4).map("".join)
SHORTTEXT = st.fixed_dictionaries(
    {
        "answers": st.lists(option(text=WILDCARD), min_size=1, max_size=4).map(with_right),
        "case": st.booleans(),
        "marks": st.booleans(),
    }
)
ANSWER = st.fixed_dictionaries(
    {
        "id": st.just(""),
        "value": st.none() | st.integers(-1000, 1000).map(float) | st.floats(-1e6, 1e6, allow_subnormal=False),
        "tolerance": st.sampled_from([0.0, 0.5, 0.05, 0.07, 3.0]),
        "relative": st.booleans(),
        "fraction": PART,
        "feedback": SAID,
    }
)
ANSWER = ANSWER.map(
    lambda answer: answer if answer["value"] is not None else {**answer, "tolerance": 0.0, "relative": False}
)
NUMERICAL = st.lists(ANSWER, min_size=1, max_size=4).map(
    lambda answers: {"answers": with_right(answers), "units": [], "unit": "none", "penalty": 0}
)


def gapped(gaps, extras, mode, case):

    body = counted({"gaps": gaps, "extras": extras})
    text = "".join(f"<p>ab [[{gap['id']}]] cd</p>" for gap in body["gaps"])
    return {"text": text, "mode": mode, **body, "case": case}


def gap(answers, kind="text", tolerance=0):
    return {"id": "", "answers": answers, "kind": kind, "tolerance": tolerance}


TYPED = st.lists(st.lists(option(text=PLAIN), min_size=1, max_size=3).map(with_right).map(gap), min_size=1, max_size=3)
NUMBERS = st.lists(
    st.lists(option(text=st.integers(-99, 99).map(str)), min_size=1, max_size=2)
    .map(with_right)
    .map(lambda a: gap(a, "number", 0.5)),
    min_size=1,
    max_size=2,
)
LISTED = st.lists(st.lists(option(text=PLAIN), min_size=2, max_size=3).map(with_right).map(gap), min_size=1, max_size=3)
DRAGGED = st.lists(PLAIN, min_size=1, max_size=4, unique=True).map(
    lambda words: [gap([{"id": "", "text": word, "fraction": 1.0, "feedback": ""}]) for word in words]
)
GAPFILL = (
    st.builds(gapped, TYPED | NUMBERS, st.just([]), st.just("typed"), st.booleans())
    | st.builds(gapped, LISTED, st.just([]), st.just("list"), st.just(False))
    | st.builds(gapped, DRAGGED, st.just([{"id": "", "text": "other word"}]), st.just("drag"), st.booleans())
)
REGION = (
    st.fixed_dictionaries(
        {
            "id": st.just(""),
            "label": PLAIN,
            "shape": st.just("rect"),
            "coords": st.lists(SHARE, min_size=4, max_size=4),
            "fraction": PART,
            "feedback": SAID,
        }
    )
    | st.fixed_dictionaries(
        {
            "id": st.just(""),
            "label": PLAIN,
            "shape": st.just("polygon"),
            "coords": st.lists(SHARE, min_size=6, max_size=6),
            "fraction": PART,
            "feedback": SAID,
        }
    )
    | st.fixed_dictionaries(
        {
            "id": st.just(""),
            "label": PLAIN,
            "shape": st.just("circle"),
            "coords": st.lists(SHARE, min_size=3, max_size=3),
            "fraction": PART,
            "feedback": SAID,
        }
    )
)
HOTSPOT = st.fixed_dictionaries(
    {
        "image": st.just("file:plan.png"),
        "alt": PLAIN,
        "regions": st.lists(REGION, min_size=1, max_size=4).map(with_right),
        "several": st.booleans(),
    }
)
LEVEL = st.fixed_dictionaries({"id": st.just(""), "text": PLAIN, "points": st.integers(0, 9) | st.just(0.5)})
CRITERION = st.fixed_dictionaries({"id": st.just(""), "text": PLAIN, "levels": st.lists(LEVEL, min_size=1, max_size=3)})
LIMIT = st.none() | st.integers(1, 500)
FREETEXT = st.fixed_dictionaries(
    {
        "words_min": LIMIT,
        "words_max": LIMIT,
        "lines": st.integers(1, 40),
        "model": SAID,
        "rubric": st.lists(CRITERION, max_size=2),
    }
)
RATING = st.fixed_dictionaries(
    {
        "statements": st.lists(st.fixed_dictionaries({"id": st.just(""), "text": LINE}), min_size=1, max_size=3),
        "points": st.integers(2, 10),
        "low": st.sampled_from(["", "Never"]),
        "high": st.sampled_from(["", "دائما"]),
    }
)

BODIES = {
    "single": SINGLE,
    "multiple": MULTIPLE,
    "truefalse": TRUEFALSE,
    "matching": MATCHING,
    "classification": CLASSIFICATION,
    "ordering": ORDERING,
    "shorttext": SHORTTEXT,
    "numerical": NUMERICAL,
    "gapfill": GAPFILL,
    "hotspot": HOTSPOT,
    "freetext": FREETEXT,
    "rating": RATING,
}


def drafts(kind):
    """Drafts of a type, with all that is around the body."""

    def made(body, **around):
        body = body if kind in {"truefalse", "gapfill"} else counted(body)
        files = {"plan.png": PNG} if kind == "hotspot" else {}
        return Draft(kind=kind, body=body, files=files, **around)

    return st.builds(
        made,
        BODIES[kind],
        stem=HTML,
        name=PLAIN,
        feedback=SAID,
        hints=st.lists(HTML, max_size=2).map(tuple),
        category=st.lists(PLAIN, max_size=2).map(tuple),
        tags=st.lists(PLAIN, max_size=2, unique=True).map(tuple),
        number=st.sampled_from(["", "Q-12", "12", "a b/ç"]),
        language=st.sampled_from(["", "am", "en-KE"]),
        mark=st.sampled_from([1.0, 2.5, 1 / 3]),
        penalty=st.sampled_from([None, 0.0, 1 / 3]),
    )
