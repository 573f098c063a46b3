"""Rows of the matrix for simulations: the learner sits in a run that the instructor runs; another run is over. Editors
change the case before all that.
"""

from .rows import Row

GET_ONLY, POST_ONLY = "302 405 405 405 405 405 405 405 405 405", "302 405 405 405 405 405 405 405 405 405"
SEEN = "302 404 404 404 200 404 404 404 200 200"
STEERED = "302 404 404 404 200 404 404 404 404 404"
"""For whoever runs it alone: a colleague of the institution has no hand in it."""

EDITED = "302 404 404 404 404 404 404 404 404 200 200 200 404 404 404"
REFUSED, DONE = EDITED.replace("200", "422"), EDITED.replace("200", "302")
CARD = {"page": "case_page", "part": "case_part", "id": "case_card"}

CASES: dict[str, Row] = {
    "simulation:case": Row(EDITED, GET_ONLY, {"page": "case_page"}),
    "simulation:case-add": Row(EDITED, REFUSED, {"page": "case_page", "part": "case_part"}),
    "simulation:case-download": Row(EDITED, GET_ONLY, {"page": "case_page", "kind": "case_kind"}),
    "simulation:case-forget": Row(POST_ONLY, DONE, {"page": "case_page", "name": "case_path"}),
    "simulation:case-pack": Row(EDITED, GET_ONLY, {"page": "case_page", "seat": "case_seat"}),
    "simulation:case-pack-paper": Row(EDITED, GET_ONLY, {"page": "case_page", "seat": "case_seat"}),
    "simulation:case-part": Row(EDITED, GET_ONLY, {"page": "case_page", "part": "case_part"}),
    "simulation:case-picture": Row(EDITED, GET_ONLY, {"page": "case_page", "name": "case_picture"}),
    "simulation:case-preview": Row(EDITED, EDITED.replace("200", "400"), {"page": "case_page"}),
    "simulation:case-preview-begin": Row(POST_ONLY, DONE, {"page": "case_page"}),
    "simulation:case-preview-record": Row(POST_ONLY, DONE, {"page": "case_page"}),
    "simulation:case-remove": Row(POST_ONLY, DONE, CARD),
    "simulation:case-situation": Row(EDITED, REFUSED, {"page": "case_page"}),
    "simulation:case-take": Row(POST_ONLY, DONE, {"page": "case_page"}),
    "simulation:case-thing": Row(EDITED, REFUSED, CARD),
    "simulation:case-upload": Row(EDITED, REFUSED, {"page": "case_page"}),
}

SIMULATIONS: dict[str, Row] = {
    **CASES,
    "simulation:begin": Row(
        "302 404 404 404 302 404 404 404 302 302", "302 404 404 404 302 404 404 404 302 302", {"key": "run"}
    ),
    "simulation:behind": Row(
        STEERED, "302 404 404 404 400 404 404 404 404 404", {"key": "run", "role": "simulation_role"}
    ),
    "simulation:break": Row("302 200 200 200 200 200 200 200 200 200", GET_ONLY),
    "simulation:close": Row(POST_ONLY, "302 404 404 404 302 404 404 404 302 302", {"key": "run"}),
    "simulation:console": Row(SEEN, GET_ONLY, {"key": "run"}),
    "simulation:debrief": Row(SEEN, GET_ONLY, {"key": "run_over"}),
    "simulation:debrief-paper": Row(SEEN, GET_ONLY, {"key": "run_over"}),
    "simulation:enter": Row(POST_ONLY, "302 404 404 404 422 404 404 404 404 404", {"key": "run"}),
    "simulation:fork": Row(STEERED, "302 404 404 404 422 404 404 404 404 404", {"key": "run"}),
    "simulation:groups": Row(SEEN, GET_ONLY, {"key": "run_over"}),
    "simulation:join": Row(POST_ONLY, "302 404 404 404 422 404 404 404 422 422", {"key": "run"}),
    "simulation:judge": Row(POST_ONLY, "302 404 404 404 302 404 404 404 404 404", {"key": "run"}),
    "simulation:leave": Row(
        POST_ONLY, "302 404 404 404 302 404 404 404 302 302", {"key": "run", "seat": "simulation_seat"}
    ),
    "simulation:log": Row(SEEN, GET_ONLY, {"key": "run_over"}),
    "simulation:mine": Row("302 200 200 200 200 200 200 200 200 200", GET_ONLY),
    "simulation:picture": Row(STEERED, GET_ONLY, {"key": "run", "name": "case_picture"}),
    "simulation:plan": Row(
        SEEN, "302 404 404 404 422 404 404 404 422 422", {"cohort": "cohort", "activity": "simulation_case"}
    ),
    "simulation:plan-line": Row(POST_ONLY, "302 404 404 404 302 404 404 404 404 404", {"key": "run"}),
    "simulation:print": Row(STEERED, GET_ONLY, {"key": "run", "seat": "case_seat"}),
    "simulation:print-paper": Row(STEERED, GET_ONLY, {"key": "run", "seat": "case_seat"}),
    "simulation:present": Row(POST_ONLY, "302 404 404 404 302 404 404 404 404 404", {"key": "run"}),
    "simulation:room": Row(STEERED, GET_ONLY, {"key": "run"}),
    "simulation:replay": Row(SEEN, GET_ONLY, {"key": "run_over"}),
    "simulation:runs": Row("302 404 404 404 200 200 404 404 200 200", GET_ONLY),
    "simulation:pulse": Row("302 200 404 404 404 404 404 404 404 404", GET_ONLY, {"pk": "simulation_seat"}),
    "simulation:seat": Row(
        "302 200 404 404 404 404 404 404 404 404",
        "302 400 404 404 404 404 404 404 404 404",
        {"pk": "simulation_seat"},
    ),
    "simulation:seat-picture": Row(
        "302 200 404 404 404 404 404 404 404 404", GET_ONLY, {"pk": "simulation_seat", "name": "case_picture"}
    ),
    "simulation:seats": Row(SEEN, "302 404 404 404 422 404 404 404 422 422", {"key": "run"}),
    "simulation:take": Row(POST_ONLY, "302 404 404 404 302 404 404 404 302 302", {"key": "run"}),
}
