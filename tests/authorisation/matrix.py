"""The authorisation matrix: for each address, the status that each of WHO gets.

The world of the test: a cohort of an academy with a course assigned, which the learner has completed with a
certificate. A `classmate` is of the same academy but not in the cohort, a `stranger` is a learner of another country, a
`neighbour` is instructor at another academy of the same country, `foreign` is the coordinator of another country. Of
those who come into the admin, `editor` and `reviewer` are in Wagtail's groups, `limited` edits what belongs to the
country whose rows are named, `abroad` what belongs to another, and `manager` manages the people of the academy that
they administer. POSTs are sent with an empty form: 200 or 422 is the form with what is missing, 400 one without a field
that it must have, 405 is no POST at all.
"""

from .academy import ACADEMY
from .calendar import CALENDAR
from .conversations import CONVERSATIONS
from .exams import EXAMS
from .notices import NOTICES
from .observation import OBSERVATION
from .privacy import PRIVACY
from .refreshers import REFRESHERS
from .rows import Row, alike
from .scenarios import SCENARIOS
from .sessions import SESSIONS
from .simulations import SIMULATIONS
from .switchboard import SWITCHBOARD
from .teaching import TEACHING
from .third_parties import ALIKE
from .workspace import WORKSPACE

MATRIX: dict[str, Row] = dict(alike(ALIKE)) | {
    **ACADEMY,
    **CALENDAR,
    **WORKSPACE,
    **PRIVACY,
    **SESSIONS,
    **EXAMS,
    **REFRESHERS,
    **CONVERSATIONS,
    **SWITCHBOARD,
    **TEACHING,
    **NOTICES,
    **OBSERVATION,
    **SCENARIOS,
    **SIMULATIONS,
    "academy:log": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "academy:log-file": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "academy:person-factor": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 302 302", {"pk": "person"}
    ),
    "academy:second-factor": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422"),
    "account": Row("200 200 200 200 200 200", "200 200 200 200 200 200"),
    "certificates:again": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 404 404 302 404 302 302", {"serial": "serial"}
    ),
    "certificates:ask": Row("200", "405"),
    "certificates:cohort": Row(
        "302 404 404 404 200 404 200 404 200 200", "302 405 405 405 405 405 405 405 405 405", {"pk": "cohort"}
    ),
    "certificates:mine": Row("302 200 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "certificates:pdf": Row(
        "302 200 404 404 200 404 200 404 200 200", "302 405 405 405 405 405 405 405 405 405", {"serial": "serial"}
    ),
    "certificates:record": Row(
        "302 404 404 404 200 404 200 404 200 200", "302 405 405 405 405 405 405 405 405 405", {"serial": "serial"}
    ),
    "certificates:revoke": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 404 404 422 404 422 422", {"serial": "serial"}
    ),
    "certificates:verify": Row("200", "405", {"serial": "serial"}),
    "ask-passkey": Row("405", "403"),
    "begin-passkey": Row("302 405 405 405 405 405 405 405 405 405", "302 200 200 200 200 200 200 200 200 200"),
    "confirmed-file": Row("302 302 302 302 302 302 302 302 302 302", "302 405 405 405 405 405 405 405 405 405"),
    "confirm-yourself": Row("302 200 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200 200"),
    "courses:admin_file": Row(
        "302 404 404 404 404 404 404 404 404 200 200 200 404 404 404",
        "302 405 405 405 405 405 405 405 405 405",
        {"path": "thumbnail"},
    ),
    "courses:library": Row("302 200 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "courses:media": Row(
        "302 404 404 404 404 404 404 404 404 404",
        "302 405 405 405 405 405 405 405 405 405",
        {"name": "0000000000000000000000000000000000000000000000000000000000000000.png"},
    ),
    "courses_plan": Row("200 302 200 302 404 404", "200 302 200 302 404 404", {"key": "course_id"}),
    "courses_withdraw": Row("405 405 405 405 405 405", "302 302 302 302 404 404", {"key": "course_id"}),
    "courses_approve": Row("405 405 405 405 405 405", "302 302 302 302 404 404", {"submission_id": "submission"}),
    "courses_send_back": Row("405 405 405 405 405 405", "302 302 302 302 404 404", {"submission_id": "submission"}),
    "courses_take_back": Row("405 405 405 405 405 405", "302 302 302 302 404 404", {"submission_id": "submission"}),
    "courses_hand_in": Row("200 200 200 200 404 404", "200 200 200 200 404 404", {"key": "course_id"}),
    "courses_submission": Row("200 200 200 200 404 404", "405 405 405 405 405 405", {"submission_id": "submission"}),
    "courses_submissions": Row("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "courses_release": Row("200 200 200 200 404 404", "200 302 200 302 404 404", {"key": "course_id"}),
    "courses_translations": Row("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "courses_translations_results": Row("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "courses_hand_in_translation": Row(
        "405 405 405 405 404 404", "302 302 302 302 404 404", {"translation_id": "translation"}
    ),
    "courses_update_translations": Row(
        "200 200 200 200 404 404", "302 302 302 302 404 404", {"translation_source_id": "source"}
    ),
    "e-mail": Row("302 200 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200 200"),
    "e-mail-confirm": Row(
        "302 404 404 404 404 404 404 404 404 404",
        "302 404 404 404 404 404 404 404 404 404",
        {"token": "c0ffee-0123456789"},
    ),
    "end-session": Row("302 405 405 405 405 405 405 405 405 405", "302"),
    "factors": Row("302 200 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "health": Row("503", "405"),
    "help": Row("200", "405"),
    "help-page": Row("200", "405", {"name": "teaching"}),
    "landing": Row("302", "302 405 405 405 405 405 405 405 405 405"),
    "language": Row("405", "302"),
    "learn:activity": Row(
        "302 200 404 404 404 404 404 404 404 404",
        "302 422 404 404 404 404 404 404 404 404",
        {"course": "course", "activity": "activity"},
    ),
    "learn:course": Row(
        "302 200 404 404 404 404 404 404 404 404", "302 405 405 405 405 405 405 405 405 405", {"course": "course"}
    ),
    "learn:completed": Row(
        "302 200 404 404 404 404 404 404 404 404", "302 405 405 405 405 405 405 405 405 405", {"course": "course"}
    ),
    "learn:mine": Row("302 200 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "learn:programme": Row(
        "302 200 404 404 404 404 404 404 404 404",
        "302 405 405 405 405 405 405 405 405 405",
        {"programme": "programme"},
    ),
    "learn:start": Row(
        "302 405 405 405 405 405 405 405 405 405",
        "302 302 404 404 404 404 404 404 404 404",
        {"course": "course", "activity": "activity"},
    ),
    "learn:to": Row(
        "302 302 404 404 404 404 404 404 404 404",
        "302 405 405 405 405 405 405 405 405 405",
        {"activity": "activity_id"},
    ),
    "new-app": Row("302 200 200 200 200 200 200 200 200 200", "302"),
    "new-passkey": Row("302 200 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200 200"),
    "new-recovery-codes": Row("302 405 405 405 405 405 405 405 405 405", "302 404 404 404 404 404 404 404 404 404"),
    "search:search": Row("302 200 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "password": Row("302 200 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200 200"),
    "password-forgotten": Row("200", "200"),
    "password-forgotten-sent": Row("200", "405"),
    "password-new": Row("404", "404", {"uidb64": "MQ", "token": "c0ffee-0123456789"}),
    "quiz_statistics": Row("200 200 200 200 200 302", "405 405 405 405 405 405"),
    "quiz_statistics_again": Row("405 405 405 405 405 405", "302 302 302 302 404 404", {"activity": "quiz_id"}),
    "quiz_statistics_of": Row("200 200 200 200 404 404", "405 405 405 405 405 405", {"activity": "quiz_id"}),
    "questions_answer": Row("405 405 405 405 405 405", "422 422 422 422 422 302"),
    "questions_export": Row("200 200 200 200 200 302", "405 405 405 405 405 405"),
    "questions_export_file": Row("200 200 200 200 200 302", "405 405 405 405 405 405", {"format": "gift"}),
    "questions_import": Row("200 404 404 404 404 302", "405 405 405 405 405 405", {"pk": "import"}),
    "questions_import_confirm": Row("405 405 405 405 405 405", "302 404 404 404 404 302", {"pk": "import"}),
    "questions_import_drop": Row("405 405 405 405 405 405", "302 404 404 404 404 302", {"pk": "import"}),
    "questions_import_take_back": Row("302 404 404 404 404 302", "302 404 404 404 404 302", {"pk": "import"}),
    "questions_imports": Row("200 200 200 200 200 302", "422 422 422 422 422 302"),
    "questions_try": Row("200 200 200 200 404 302", "405 405 405 405 405 405", {"pk": "private"}),
    "quiz:contest": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 302 404 404 404 404 404 404 404 404", {"attempt": "attempt"}
    ),
    "quiz:contests": Row("302 404 404 404 200 200 404 404 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "quiz:mark": Row(
        "302 404 404 404 200 404 404 404 200 200",
        "302 404 404 404 422 404 404 404 422 422",
        {"attempt": "attempt", "question": "asked"},
    ),
    "quiz:respond": Row(
        "302 404 404 404 200 404 404 404 200 200",
        "302 404 404 404 422 404 404 404 422 422",
        {"attempt": "attempt", "question": "asked"},
    ),
    "quiz:to-mark": Row("302 404 404 404 200 200 404 404 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "quiz_key": Row(
        "404 404 404 404 404 404",
        "404 404 404 404 404 404",
        {"activity": "quiz_id", "question": "asked"},
    ),
    "quiz_keys": Row("200 404 200 404 404 404", "405 405 405 405 405 405", {"activity": "quiz_id"}),
    "remove-factor": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 404 404 404 404 404 404", {"pk": "person"}
    ),
    "reports:completion": Row("302 404 404 404 404 404 200 200 200 200", "405"),
    "reports:completion-file": Row("302 404 404 404 404 404 200 200 200 200", "405", {"extension": "csv"}),
    "reports:lines": Row("302 404 404 404 404 404 200 200 200 200", "405"),
    "reports:lines-file": Row("302 404 404 404 404 404 200 200 200 200", "405", {"extension": "csv"}),
    "reports:more": Row("302 404 404 404 404 404 200 404 200 200", "405", {"slug": "report"}),
    "reports:more-file": Row("302 404 404 404 404 404 200 404 200 200", "405", {"slug": "report", "extension": "csv"}),
    "reports:overview": Row("302 404 404 404 404 404 200 200 200 200", "405"),
    "second-step": Row("302", "302"),
    "sessions": Row("302 200 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "show-passkey": Row("405", "302"),
    "sign-in": Row("200 302 302 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302 302 302"),
    "sign-out": Row("405", "302"),
    "wagtaildocs_serve": Row(
        "302 404 404 404 404 404 404 404 404 404 404 404 404 404 404",
        "302 405 405 405 405 405 405 405 405 405",
        {"document_id": "document", "filename": "document_name"},
    ),
    "wagtailsnippetchoosers_questions_question:choose": Row("200 200 200 200 200 404", "405 405 405 405 405 404"),
    "wagtailsnippetchoosers_questions_question:choose_results": Row(
        "200 200 200 200 200 404", "405 405 405 405 405 404"
    ),
    "wagtailsnippetchoosers_questions_question:chosen": Row(
        "200 200 200 200 404 404", "405 405 405 405 404 404", {"pk": "private"}
    ),
    "wagtailsnippetchoosers_questions_question:chosen_multiple": Row(
        "200 200 200 200 200 404", "405 405 405 405 405 404"
    ),
    "wagtailsnippets_questions_category:delete": Row("200 200 200 302 302 302", "302", {"pk": "category"}),
    "wagtailsnippets_questions_objective:delete": Row("200 200 200 302 302 302", "302", {"pk": "objective"}),
    "wagtailsnippets_questions_question:add": Row("200 200 200 200 200 302", "400 400 400 400 400 302"),
    "wagtailsnippets_questions_question:copy": Row(
        "200 200 200 200 404 404", "400 400 400 400 404 404", {"pk": "private"}
    ),
    "wagtailsnippets_questions_question:delete": Row(
        "200 302 200 302 404 404", "302 302 302 302 404 404", {"pk": "private"}
    ),
    "wagtailsnippets_questions_question:edit": Row(
        "200 200 200 200 404 404", "400 400 400 400 404 404", {"pk": "private"}
    ),
    "wagtailsnippets_questions_question:list": Row("200 200 200 200 200 302", "405 405 405 405 405 302"),
    "wagtailsnippets_questions_question:list_results": Row("200 200 200 200 200 302", "405 405 405 405 405 302"),
    "wagtailsnippets_questions_question:usage": Row(
        "200 200 200 200 404 404", "405 405 405 405 404 404", {"pk": "private"}
    ),
    "wagtailusers_users:index": Row("302", "405 405 405 405 405 405"),
}
