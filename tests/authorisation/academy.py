"""The rows of the matrix for lists of people, on the administrator’s pages."""

from .accounts import ACCOUNTS
from .rows import Row

ACADEMY: dict[str, Row] = {
    **ACCOUNTS,
    "academy:list": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405", {"pk": "roster"}
    ),
    "academy:list-apply": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "roster"}
    ),
    "academy:list-columns": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 422 422", {"pk": "roster"}
    ),
    "academy:list-drop": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "roster"}
    ),
    "academy:list-refused": Row(
        "302 404 404 404 404 404 404 404 200 200",
        "302 404 404 404 404 404 404 404 405 405",
        {"pk": "roster", "ending": "csv"},
    ),
    "academy:list-template": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405", {"ending": "csv"}
    ),
    "academy:list-undo": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "roster"}
    ),
    "academy:lists": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422"),
}
