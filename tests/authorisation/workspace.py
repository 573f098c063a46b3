"""The rows of the administrator's pages: for those who administer the institution, and nobody else."""

from .merging import MERGING
from .rows import Row
from .standing_in import STANDING_IN
from .transfers import TRANSFERS

WORKSPACE: dict[str, Row] = {
    **TRANSFERS,
    **MERGING,
    **STANDING_IN,
    "academy:cohort": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405", {"pk": "cohort"}
    ),
    "academy:cohort-add": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422"),
    "academy:cohort-correct": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "cohort"}
    ),
    "academy:cohort-fill": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "cohort"}
    ),
    "academy:cohort-instructor": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 422 422", {"pk": "cohort"}
    ),
    "academy:cohort-remove": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 302 302", {"pk": "cohort"}
    ),
    "academy:cohort-rule": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 422 422", {"pk": "cohort"}
    ),
    "academy:cohort-rule-end": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "cohort"}
    ),
    "academy:cohorts": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "academy:institution": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "academy:institution-correct": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "institution"}
    ),
    "academy:place": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405", {"pk": "institution"}
    ),
    "academy:above-add": Row(
        "302 404 404 404 404 404 404 404 404 200 404 404 404 404 404",
        "302 404 404 404 404 404 404 404 404 422 404 404 404 404 404",
    ),
    "academy:crest": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "institution"}
    ),
    "academy:crest-remove": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "institution"}
    ),
    "crest-picture": Row("200", "405", {"digest": "crest"}),
    "academy:institution-issuing": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "institution"}
    ),
    "academy:institution-remove": Row(
        "302 404 404 404 404 404 404 404 404 200", "302 404 404 404 404 404 404 404 404 302", {"pk": "institution"}
    ),
    "academy:institution-move": Row(
        "302 404 404 404 404 404 404 404 404 200", "302 404 404 404 404 404 404 404 404 302", {"pk": "institution"}
    ),
    "academy:unit-add": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "institution"}
    ),
    "academy:found": Row(
        "302 404 404 404 404 404 404 404 404 200 404 404 404 404 404",
        "302 404 404 404 404 404 404 404 404 422 404 404 404 404 404",
    ),
    "academy:start": Row("302 404 404 404 404 404 404 404 302 302", "302 404 404 404 404 404 404 404 405 405"),
    "academy:people": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "academy:person": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405", {"pk": "person"}
    ),
    "academy:person-account": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "person"}
    ),
    "academy:person-add": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422"),
    "academy:person-correct": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "person"}
    ),
    "academy:person-remove": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 302 302", {"pk": "person"}
    ),
    "academy:person-rights": Row(
        "302 404 404 404 404 404 404 404 404 200 404 404 404 404 200",
        "302 404 404 404 404 404 404 404 404 302 404 404 404 404 302",
        {"pk": "person"},
    ),
    "academy:person-transfer": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "person"}
    ),
    "academy:role-give": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 422 422", {"pk": "person"}
    ),
    "academy:role-take": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "membership"}
    ),
    "academy:sign-on": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "academy:sign-on-check": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 404 404", {"pk": "institution"}
    ),
    "academy:sign-on-remove": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "institution"}
    ),
    "academy:sign-on-set-up": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "institution"}
    ),
    "academy:sign-on-set-up-saml": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "institution"}
    ),
    "academy:sign-on-try": Row(
        "302 404 404 404 404 404 404 404 404 404", "302 404 404 404 404 404 404 404 405 405", {"pk": "institution"}
    ),
    "confirm-by-provider": Row("302 404 404 404 404 404 404 404 404 404", "302 405 405 405 405 405 405 405 405 405"),
    "sign-on": Row("200 302 302 302 302 302 302 302 302 302", "405"),
    "sign-on-begin": Row("404", "405", {"code": "institution_code"}),
    "sign-on-finish": Row("405", "404", {"code": "institution_code"}),
    "sign-on-saml": Row("404", "404", {"code": "institution_code"}),
    "sign-on-return": Row("404", "405", {"code": "institution_code"}),
    "switches": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 404 404", {"pk": "institution"}
    ),
}
