"""Settings as a plugin could declare them, one of each kind. The tests give them to the plugin “quiz”."""

from lms.foundation.plugins.manifest import InstitutionSetting

DECLARED = (
    InstitutionSetting("registry", "Registry", "Where results are sent.", kind="address"),
    InstitutionSetting("token", "Token of the registry", "The registry gives it to you.", secret=True),
    InstitutionSetting("certificate", "Key file", kind="long text", secret=True),
    InstitutionSetting("days", "Days", kind="number", default=14),
    InstitutionSetting("nightly", "At night", kind="yes or no", default=True),
    InstitutionSetting("form", "Form", kind="choice", choices=(("short", "Short form"), ("long", "Long form"))),
    InstitutionSetting("note", "Note", kind="long text"),
)
