"""What a plugin may use of the house. Everything else may change without a word."""

from collections.abc import Mapping

HOUSE = ("lms", "courses", "assessments", "certificates", "home")
"""The packages of Mafunzo itself."""

SOCKETS = "lms.plugins"
"""The package that is open to plugins as a whole, but for names that begin with an underscore."""

SURFACE: Mapping[str, frozenset[str]] = {
    "assessments.casework": frozenset(
        {
            "ALONE",
            "AnyOf",
            "Card",
            "Case",
            "Clause",
            "Condition",
            "Decision",
            "Entry",
            "FAULT",
            "Finding",
            "Inject",
            "OPEN",
            "Option",
            "Refused",
            "Script",
            "Seat",
            "State",
            "Texts",
            "as_json",
            "begun",
            "fault",
            "giveaways",
            "play",
            "read_case",
            "read_texts",
            "score",
            "script",
            "see",
            "settled_alone",
            "warning",
            "written",
        }
    ),
    "assessments.formats.draft": frozenset({"Category", "Description", "Draft", "Reading", "Refused"}),
    "courses.access.file_choices": frozenset({"OnlyTheirFiles", "files_in"}),
    "courses.access.owned_files": frozenset({"collection_of", "owned"}),
    "courses.catalogue.lookup": frozenset({"content", "release"}),
    "courses.catalogue.media": frozenset({"keep", "path_of"}),
    "courses.editing": frozenset({"headings", "inbox"}),
    "courses.editing.sections": frozenset({"MOST", "Group", "Row", "Link", "Section", "joined"}),
    "courses.editing.to_translate": frozenset({"older_rows"}),
    "courses.lessons.blocks": frozenset({"FEATURES", "OptionBlock"}),
    "courses.lessons.richtext": frozenset({"TAGS", "Links", "safe_html"}),
    "courses.models": frozenset(
        {"Activity", "ActivityPage", "Content", "Course", "Programme", "Release", "TranslatedFrom"}
    ),
    "courses.pages.drafts": frozenset({"BOOKKEEPING", "acting", "changes_what_is_live"}),
    "courses.pages.fields": frozenset({"BlockField"}),
    "courses.pages.forms": frozenset({"NotTranslated", "ReleasedPageForm"}),
    "courses.pages.permissions": frozenset({"grant", "grant_review"}),
    "courses.pages.streams": frozenset({"OpenStream", "ReadyList"}),
    "courses.publishing.references": frozenset({"file_changed"}),
    "courses.publishing.signals": frozenset({"note_stale"}),
    "lms.append_only": frozenset({"AppendOnly"}),
    "lms.interface.paper": frozenset({"fonts"}),
    "lms.interface.paper.typesetting": frozenset({"typeset"}),
    "lms.interface.parsing": frozenset({"whole_number"}),
    "lms.interface.pictures": frozenset({"Damaged", "NoPicture", "redrawn"}),
    "lms.interface.unavailable": frozenset({"why_not_done"}),
    "lms.interface.words": frozenset({"day", "hours", "moment", "month", "percent", "shortened"}),
    "lms.people.audit.actions": frozenset({"CHANGED", "EXPORTED", "RIGHTS", "SAW", "Action", "actions"}),
    "lms.people.audit.services": frozenset({"UnknownAction", "note", "note_many", "note_seen"}),
    "lms.people.clocks": frozenset({"at_home", "clock_of", "zone_name", "zone_of"}),
    "lms.people.choices": frozenset(
        {"REPORTING_ROLES", "STAFF_ROLES", "TEACHING_ROLES", "Country", "Kind", "Role", "RoleFamily", "Sex"}
    ),
    "lms.people.factors.stepup": frozenset({"confirmed_lately"}),
    "lms.people.holders": frozenset({"Holder", "holders"}),
    "lms.people.models": frozenset({"AtInstitution", "Cohort", "CohortMember", "Institution", "User"}),
    "lms.people.nearness": frozenset({"near"}),
    "lms.people.oneself": frozenset({"OwnCase", "concerns", "is_member", "refuse_own_case", "refuse_own_cohort"}),
    "lms.people.requests": frozenset({"SignedInRequest"}),
    "lms.people.parameters": frozenset({"named_cohort"}),
    "lms.people.services": frozenset({"narrowed"}),
    "lms.people.tree": frozenset({"InstitutionChoiceField", "InstitutionFilter", "indented"}),
    "lms.people.viewing": frozenset({"OfViewer", "Unlimited", "unlimited", "viewer"}),
    "lms.progress.models": frozenset({"Attempt", "Enrolment"}),
    "lms.sessions.choices": frozenset({"Status"}),
    "lms.sessions.meetings": frozenset({"Meeting", "MeetingQuerySet"}),
    "lms.progress.services": frozenset(
        {
            "Arrival",
            "EventConflict",
            "Fact",
            "NoAttemptLeft",
            "Verdict",
            "begin",
            "begin_many",
            "receive",
            "record",
            "record_many",
            "terminate",
        }
    ),
    "lms.statements": frozenset({"Open", "Statement"}),
    "lms.work.confined": frozenset({"Failed", "Limits", "TooHeavy", "TooSlow", "confined"}),
    "lms.work.models": frozenset({"Work", "WorkQuerySet"}),
    "lms.work.progress": frozenset({"Progress", "progress_of"}),
    "lms.work.queueing": frozenset({"queue"}),
    "lms.work.running": frozenset({"Clock", "Step", "Steps", "go_through", "take_up"}),
    "lms.work.task": frozenset({"task"}),
}
"""By module, the names that a plugin may import besides `lms.plugins`."""

TEMPLATES = ("interface/", "wagtailadmin/", "work/")
"""Where the templates stand that a plugin's own may extend and include; Wagtail's for pages in the admin."""
