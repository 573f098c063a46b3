"""What a plugin may use of the house. Everything else may change without a word."""

from collections.abc import Mapping

HOUSE = ("lms", "courses", "assessments", "certificates", "home")
"""The packages of Mafunzo itself."""

SOCKETS = "lms.plugins"
"""The package that is open to plugins as a whole, but for names that begin with an underscore."""

SURFACE: Mapping[str, frozenset[str]] = {
    "assessments.questions.formats.draft": frozenset({"Category", "Description", "Draft", "Reading", "Refused"}),
    "courses": frozenset({"headings", "inbox"}),
    "courses.blocks": frozenset({"FEATURES", "OptionBlock"}),
    "courses.catalogue": frozenset({"content", "release"}),
    "courses.decision": frozenset({"NotTranslated", "ReleasedPageForm"}),
    "courses.drafts": frozenset({"BOOKKEEPING", "acting", "changes_what_is_live"}),
    "courses.fields": frozenset({"BlockField"}),
    "courses.file_choices": frozenset({"OnlyTheirFiles", "files_in"}),
    "courses.media": frozenset({"keep", "path_of"}),
    "courses.models": frozenset({"Activity", "ActivityPage", "Content", "Course", "Programme", "Release", "TranslatedFrom"}),
    "courses.owned_files": frozenset({"collection_of", "owned"}),
    "courses.permissions": frozenset({"grant", "grant_review"}),
    "courses.references": frozenset({"file_changed"}),
    "courses.richtext": frozenset({"TAGS", "Links", "safe_html"}),
    "courses.sections": frozenset({"MOST", "Group", "Row", "Section", "Way", "told"}),
    "courses.signals": frozenset({"note_stale"}),
    "courses.streams": frozenset({"OpenStream", "ReadyList"}),
    "courses.to_translate": frozenset({"older_rows"}),
    "lms.interface.words": frozenset({"hours", "percent", "shortened"}),
    "lms.people.choices": frozenset({"REPORTING_ROLES", "STAFF_ROLES", "TEACHING_ROLES", "Country", "Kind", "Role", "RoleFamily", "Sex"}),
    "lms.people.nearness": frozenset({"near"}),
    "lms.people.oneself": frozenset({"OwnCase", "concerns", "is_member", "refuse_own_case", "refuse_own_cohort"}),
    "lms.people.services": frozenset({"narrowed"}),
    "lms.people.models": frozenset({"Cohort", "CohortMember", "Institution", "User"}),
    "lms.people.tree": frozenset({"InstitutionChoiceField", "InstitutionFilter", "indented"}),
    "lms.people.viewing": frozenset({"OfViewer", "Unlimited", "unlimited", "viewer"}),
    "lms.progress.models": frozenset({"Attempt", "Enrolment"}),
    "lms.progress.services": frozenset({"EventConflict", "NoAttemptLeft", "begin", "record", "terminate"}),
}
"""By module, the names that a plugin may import besides `lms.plugins`."""

TEMPLATES = ("interface/", "wagtailadmin/")
"""Where the templates stand that a plugin's own may extend and include; Wagtail's for pages in the admin."""
