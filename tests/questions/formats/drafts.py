"""Questions as hypothesis makes them up, by type, in the ids that readers give."""

from html import escape
from typing import Any

from hypothesis import strategies as st

from assessments.formats.draft import Draft
from assessments.formats.grades import GRADES

LETTERS = "ab Z09~=#{}:\\%[]<>&\"'*/_-.;!?éßعربيةአማርኛ\n"
words = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
html = words.map(lambda text: f"<p>{escape(text, quote=False)}</p>")
maybe_html = st.just("") | html
shares = st.sampled_from([*GRADES, 0.0, *(-grade for grade in GRADES)]) | st.integers(-100, 100).map(
    lambda percent: percent / 100
)
partial = shares.filter(lambda share: share < 1)
numbers = st.integers(-(10**9), 10**9).map(float) | st.floats(-1e6, 1e6, allow_subnormal=False)
widths = st.integers(0, 1000).map(lambda tenths: tenths / 10)


def numbered(parts: list[dict[str, Any]], first: int = 1) -> list[dict[str, Any]]:
    return [{"id": str(place), **part} for place, part in enumerate(parts, first)]


def option(fractions):
    return st.fixed_dictionaries({"text": html, "fraction": fractions, "feedback": maybe_html})


@st.composite
def single(draw):
    options = [*draw(st.lists(option(partial), min_size=1, max_size=4)), draw(option(st.just(1.0)))]
    return {"options": numbered(draw(st.permutations(options)))}


@st.composite
def multiple(draw, scoring="weights"):
    options = draw(st.lists(option(partial), min_size=2, max_size=5))
    if scoring == "all":
        right = len(options) - 1
        options = [{**each, "fraction": 1 / right if place else 0.0} for place, each in enumerate(options)]
    return {"options": numbered(options), "scoring": scoring}


@st.composite
def truefalse(draw):
    right = draw(st.booleans())
    return {
        "options": [
            {
                "id": name,
                "text": "",
                "fraction": 1.0 if (name == "true") is right else 0.0,
                "feedback": draw(maybe_html),
            }
            for name in ("true", "false")
        ]
    }


@st.composite
def matching(draw):
    match = words.filter(lambda text: "->" not in text)
    pairs = draw(st.lists(st.fixed_dictionaries({"text": html, "match": match}), min_size=2, max_size=4))
    extras = draw(st.lists(st.fixed_dictionaries({"match": match}), max_size=2))
    return {"pairs": numbered(pairs), "extras": numbered(extras, len(pairs) + 1), "scoring": "each"}


@st.composite
def ordering(draw):
    items = draw(st.lists(st.fixed_dictionaries({"text": html}), min_size=2, max_size=5))
    return {"items": numbered(items), "scoring": draw(st.sampled_from(["exact", "run", "pairwise"]))}


@st.composite
def shorttext(draw, cased=False):
    text = words.filter(lambda text: not text.startswith("["))
    answers = draw(
        st.lists(
            st.fixed_dictionaries({"text": text, "fraction": shares, "feedback": maybe_html}), min_size=1, max_size=4
        )
    )
    return {"answers": numbered(answers), "case": cased and draw(st.booleans()), "marks": True}


@st.composite
def numerical(draw, units=False):
    answer = st.fixed_dictionaries(
        {"value": numbers, "tolerance": widths, "relative": st.just(False), "fraction": shares, "feedback": maybe_html}
    )
    answers = draw(st.lists(answer, min_size=1, max_size=3))
    if draw(st.booleans()):
        answers.append(
            {"value": None, "tolerance": 0.0, "relative": False, "fraction": 0.0, "feedback": draw(maybe_html)}
        )
    body = {"answers": numbered(answers), "units": [], "unit": "none", "penalty": 0.0}
    if not units:
        return body
    unit = st.fixed_dictionaries({"name": words, "factor": st.sampled_from([0.001, 1.0, 100.0])})
    kind = draw(st.sampled_from(["optional", "required"]))
    penalty = draw(st.sampled_from([0.1, 0.5, 1.0])) if kind == "required" else 0.0
    found = numbered(draw(st.lists(unit, min_size=1, max_size=3)), len(answers) + 1)
    return {**body, "units": found, "unit": kind, "penalty": penalty}


def freetext(**own):
    return st.fixed_dictionaries(
        {
            "words_min": st.none(),
            "words_max": st.none(),
            "lines": st.just(15),
            "model": st.just(""),
            "rubric": st.builds(list),
            **own,
        }
    )


unquotable = ("\\#", "\\}")
inside = words.filter(lambda text: not any(pair in text for pair in unquotable))
inside_html = st.just("") | inside.map(lambda text: f"<p>{escape(text, quote=False)}</p>")


@st.composite
def gapfill(draw, mode="typed"):
    gaps = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        kind = "number" if mode == "typed" and draw(st.booleans()) else "text"
        more = [] if mode == "drag" else draw(st.lists(st.tuples(inside, partial), min_size=1, max_size=3))
        texts = [(draw(inside), 1.0), *more]
        if kind == "number":
            texts = [(str(place + 7), share) for place, (_text, share) in enumerate(texts)]
        answers = [
            {
                "id": f"{number}-{place}",
                "text": text,
                "fraction": share,
                "feedback": "" if mode == "drag" else draw(inside_html),
            }
            for place, (text, share) in enumerate(texts, 1)
        ]
        gaps.append(
            {
                "id": str(number),
                "answers": answers,
                "kind": kind,
                "tolerance": draw(widths) if kind == "number" else 0.0,
            }
        )
    plain = st.text("ab é<>&", max_size=5).map(lambda text: escape(text, quote=False))
    text = "<p>" + "".join(f"{draw(plain)} [[{gap['id']}]]" for gap in gaps) + "</p>"
    spare = draw(st.lists(words, max_size=2)) if mode == "drag" else []
    extras = [{"id": f"extra-{number}", "text": word} for number, word in enumerate(spare, 1)]
    case = mode == "typed" and any(gap["kind"] == "text" for gap in gaps) and draw(st.booleans())
    return {"text": text, "mode": mode, "gaps": gaps, "extras": extras, "case": case}


TAGS = st.lists(st.text("aé-", min_size=1, max_size=5), max_size=2, unique=True)
NAMES = words.filter(lambda text: "<" not in text)
CATEGORIES = st.lists(
    st.text("aé /", min_size=1, max_size=5).map(str.strip).filter(lambda name: name.strip("/") == name and name),
    max_size=3,
)


def draft(kind, bodies, **own):
    """A question of a type, with what every format holds; `own` says what else."""
    return st.builds(
        Draft,
        kind=st.just(kind),
        stem=html,
        body=bodies,
        name=NAMES,
        feedback=maybe_html,
        category=CATEGORIES.map(tuple),
        tags=TAGS.map(tuple),
        number=st.sampled_from(["", "A-7", "x]y"]),
        **own,
    )
