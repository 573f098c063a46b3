"""A sample of a form that is filled in."""

PAPER_FIELDS = {
    name: {"name": name, "label": f"The {name}", "help": "", "guidance": "", "rows": 2, **more}
    for name, more in {
        "consent": {"type": "one", "options": ["Yes", "No"]},
        "needs": {"type": "several", "options": ["Doctor", "Bed"]},
        "facts": {"type": "long", "options": []},
        "hands": {"type": "table", "options": ["From", "To"]},
    }.items()
}
ASKED = {"consent": "2", "needs": "1", "facts": "", "hands": ""}
BODY = {
    "asked": [
        {"id": name, "field": f"sample#{name}", "expected": right, "points": 1.0, "specimen": f"A good {name}"}
        for name, right in ASKED.items()
    ],
    "paper": {"slug": "sample", "title": "Sample", "fields": PAPER_FIELDS},
}
REPLIES = [
    {"consent": ["2"], "needs": ["", "1"], "facts": ["One\r\ntwo"], "hands.1.2": ["me"]},
    {"consent": [""], "needs": [""]},
]
