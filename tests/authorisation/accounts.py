"""The rows of the matrix for activation cards and help with signing in."""

from .rows import Row

OWN_SHEET = {"pk": "sheet"}
"""A sheet of the administrator: nobody else's, whatever their rights."""
ACCOUNTS: dict[str, Row] = {
    "activate": Row("200", "422"),
    "activate-link": Row("404", "405", {"token": "c0ffee"}),
    "activate-password": Row("302", "302"),
    "own-profile": Row("302 200 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "own-profile-contact": Row("302 405 405 405 405 405 405 405 405 405", "302 302 302 302 302 302 302 302 302 302"),
    "own-profile-name": Row("302 405 405 405 405 405 405 405 405 405", "302 422 422 422 422 422 422 422 422 422"),
    "password-strength": Row("405", "404 200 200 200 200 200 200 200 200 200"),
    "pin-sign-in": Row("302", "302"),
    "set-pin": Row("302", "302"),
    "locked": Row("302", "302"),
    "academy:devices": Row("302 404 404 404 200 200 404 404 200 200", "302 404 404 404 422 422 404 404 422 422"),
    "academy:device-withdraw": Row(
        "302 404 404 404 405 405 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "device"}
    ),
    "academy:devices-switch": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "institution"}
    ),
    "academy:names": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "academy:name-answer": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "name_request"}
    ),
    "academy:sign-in-help": Row("302 404 404 404 200 200 404 404 200 200", "302 404 404 404 405 405 404 404 405 405"),
    "academy:sign-in-person": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 404 404 404 422 404 404 404 422 422", {"pk": "person"}
    ),
    "academy:card-sheets": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422"),
    "academy:card-sheet": Row(
        "302 404 404 404 404 404 404 404 200 404 404 404 404 404 404",
        "302 404 404 404 404 404 404 404 405 405",
        OWN_SHEET,
    ),
    "academy:card-sheet-fetch": Row(
        "302 404 404 404 404 404 404 404 405 405",
        "302 404 404 404 404 404 404 404 302 404 404 404 404 404 404",
        OWN_SHEET,
    ),
    "academy:card-sheet-withdraw": Row(
        "302 404 404 404 404 404 404 404 405 405",
        "302 404 404 404 404 404 404 404 302 404 404 404 404 404 404",
        OWN_SHEET,
    ),
}
