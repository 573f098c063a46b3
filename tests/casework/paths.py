"""How *The guesthouse* is played: the good path, and four typical mistakes. Hours of the case, in order."""

import json

from django.conf import settings

from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.casework.definition.combined_file import combine

GUESTHOUSE = settings.DATA_DIR / "guesthouse.json"
"""The case as one file, with its words in English beside its structure, as authors upload it."""
_OPENED = open_folder(SHIPPED / "guesthouse")
GUESTHOUSE.write_text(json.dumps(combine(_OPENED.case, _OPENED.texts["en"])), encoding="utf-8")
FORMS = {
    "request": {
        "offence": "Trafficking in persons",
        "facts": "A passport is kept, nobody is paid",
        "who": "The sponsor’s number",
        "want": "An analysis within a day",
        "handling": "Investigator and prosecutor",
    },
    "referral": {
        "people": ["Hana", "Mulu", "Yonas", "Sami"],
        "children": ["Mulu", "Sami"],
        "needs": "A doctor for the hand",
        "indicators": "A locked room, a kept passport",
        "consent": "given and recorded",
        "risk": "The cousin",
    },
    "assistance": {
        "needs": "To sleep, to telephone",
        "guardian": "Mulu and Sami each have one",
        "depends": "nothing: it stands whether or not they testify",
        "review": "In a week",
    },
    "wage_table": {"who": ["Hana", "Mulu", "Yonas", "Sami"], "source": "The wage book", "claim": "both"},
    "file": {
        "act": "Recruited and harboured",
        "means": "Debt, a kept passport",
        "purpose": "Forced labour",
        "child": ["Mulu", "Sami"],
        "alone": "Wage book, phones",
        "custody": "yes",
        "nonpunish": "Yonas held the key because he was made to",
    },
    "abroad": {
        "offence": "Trafficking in persons",
        "facts": "Three people, one sponsor",
        "asked": "Statements of two families",
        "link": "The same sponsor",
        "handling": "Urgent, confidential",
    },
}
GOOD = """
1 fiu money open
1 immigration border share
2 labour inspect joint
2 investigator assess joint
3 prosecutor advice early
3 coordinator ready hold
5 investigator send request
6 fiu receive request
7 investigator rescue planned
12 coordinator place now
20 investigator interpreter independent
20 investigator scene full
20 investigator suspect plan
21 immigration stay regular
21 service age child
22 coordinator consent explained
23 investigator send referral
24 coordinator receive referral
26 labour wages owed
28 labour send wage_table
31 fiu trace joined
32 prosecutor channel both
33 prosecutor send abroad
50 investigator interview one
52 service send assistance
75 coordinator conference chair
90 investigator send file
91 prosecutor receive file
100 labour second joint
105 immigration alert screen
116 immigration permit stay
118 prosecutor charge tip
150 prosecutor home early
152 fiu assets restrain
170 service threat plan
172 service family best
"""
MISTAKES = {
    "good": {},
    "the knock at the door": {"assess": "go", "rescue": "mass", "interpreter": "cousin", "place": "status"},
    "papers before people": {"stay": "hold", "charge": "all"},
    "her word against theirs": {"money": "wait", "scene": "statements", "wages": "fine", "request": None},
    "help for those who talk": {"consent": "tied", "interview": "each", "charge": "smuggling", "home": "keep"},
}


def path(name: str) -> list[dict]:
    """A log as other programs write it. People whose entry is refused do not come back."""
    changed, log = MISTAKES[name], []
    for line in GOOD.split("\n")[1:-1]:
        hour, seat, what, thing = line.split()
        at = int(hour) * 60
        if what == "send" and changed.get(thing, "") is not None:
            log.append({"seat": seat, "verb": "send", "data": {"form": thing, "values": FORMS[thing]}, "at": at})
        elif what == "receive":
            log.append({"seat": seat, "verb": "receive", "data": {"form": thing, "accept": True}, "at": at})
        elif what != "send":
            data = {"decision": what, "option": changed.get(what, thing), "reason": "As we were trained"}
            log.append({"seat": seat, "verb": "decide", "data": data, "at": at})
    return log
