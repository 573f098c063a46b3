"""The method of a value in words, in English, for auditors: it goes into the pack."""

from datetime import date

from ..counting import rules as of
from ..models import Snapshot

COUNTED = {
    of.PERSONS: "Each person counts once in the period, by the first row that counts.",
    of.INSTANCES: "Each row counts, so that one person may count several times.",
    of.FIRST: "A person counts only by the first completion ever, and only if it lies in the period.",
}
PERIODS = {
    of.SINCE: "from the first day of the indicator on",
    of.YEAR: "the calendar year up to the last day",
    of.QUARTER: "the quarter up to the last day",
    of.MONTH: "the month up to the last day",
}
ROWS = {
    of.COMPLETED: (
        "A row is a completed enrolment of the institution, or of one below it, whose completion lies in the period. "
        "Sex, agency, country and place are those of the day of enrolment; a learner who was transferred while a "
        "course was under way counts where the enrolment was when the value was made."
    ),
    of.KNOWLEDGE: (
        "A row is a person and a pair of tests whose course they began in the period. The first closed attempt with a "
        "result at each test counts, up to the last day. “rose”: by at least the threshold. “high”: so much before "
        "that no rise of that size was possible; counts below the line. “did_not”: both tests, no such rise. "
        "“before_only”, “after_only”, “neither”: a test is missing. “short”: a test had fewer questions than the "
        "definition asks. "
        "Nothing is put in place of a missing test. “chance” is the share that would rise between two such tests "
        "without having learned; “interval” is Wilson's at 95 per cent; “bounds” is where the share lies whatever "
        "those have learned who lack a test. All of them are hundredths of a per cent."
    ),
    of.APPLIED: (
        "A row is one time that a person was asked, three or six months after a completed course, whether they used it "
        "at work; those asked in the period count. Sex, agency and place are those of the day of completion. “used”: "
        "the person says yes. “not_used”: the person says not yet. “silent”: no answer by the last day; counts below "
        "the line, and nothing is put in its place. “response” is the share who answered; “bounds” is where the share "
        "of use lies whatever is true of the silent; “confirmed” is how many of “used” a supervisor confirms. Shares "
        "are hundredths of a per cent."
    ),
}
CHECK = """How to check this pack by hand

1. sha256sum -c SHA256SUMS
2. The signature, with the public key that you got another way than this pack:
   openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in head.json -sigfile head.sig
3. sha256sum rows.jsonl must be “rows_sha256” of head.json, sha256sum definition.json “sha256” of its “definition”.
4. Count: wc -l < rows.jsonl is “rows”; the sum of “numerator” over the lines is “numerator”:
   grep -c '"numerator":1' rows.jsonl
   grep -o '"pseudonym":"[0-9a-f]*"' rows.jsonl | sort -u | wc -l is “persons”.
5. Line k of details.jsonl belongs to line k of rows.jsonl: the SHA-256 of its nonce followed by its detail is “detail”
   there. An empty line {} is of a person who was erased since: the row counts as before.
6. The SHA-256 of head.json and its number are what reports print as the seal. An end of the chain that was cut off is
   seen only by a seal that somebody noted elsewhere.

Or all of it: manage.py indicators verify PACK --key public.pem --head NUMBER:HASH
"""


def method_of(snapshot: Snapshot) -> str:
    """Return the text of `method.txt`."""
    rules, facts = snapshot.definition.rules, snapshot.facts
    lines = [
        rules.title,
        "",
        f"As of {facts['as_of']}, since {facts['since']} ({PERIODS[rules.period]}), for {facts['institution']['name']}",
        f"Version {snapshot.definition.version} of the definition. Seal: {snapshot.seal}",
        f"Value: {facts['value']} ({rules.unit}); {facts['numerator']} of {facts['denominator'] or facts['rows']} rows",
        "",
        *(f"{name}: {text}" for name, text in _words(rules).items() if text),
        "",
        ROWS[rules.kind],
        COUNTED[rules.counting],
        "The list holds no names: a pseudonym is drawn for each person and value. It is personal data all the same.",
        "",
        CHECK,
    ]
    return "\n".join(lines)


def _words(rules: of.Rules) -> dict[str, str]:
    gain = rules.kind == of.KNOWLEDGE
    pairs = "; ".join(f"{before} → {after} ({course})" for course, before, after in rules.pairs)
    return {
        "Above the line": rules.numerator,
        "Below the line": rules.denominator,
        "Divided by": ", ".join(rules.by),
        "Agencies": ", ".join(rules.agencies) or "all",
        "Courses": ", ".join(rules.courses) or ("" if gain else "all"),
        "Tests": pairs,
        "Threshold": f"{rules.threshold / 100:g} points of per cent, {rules.fewest} questions at least" if gain else "",
        "First day": date.fromisoformat(rules.begins).isoformat(),
        "Baseline": "" if rules.baseline is None else str(rules.baseline),
        "Source of verification": rules.source,
        "Funding contract": rules.contract,
    }
