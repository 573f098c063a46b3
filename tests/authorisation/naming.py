"""Which row of the test's world the arguments of an address name, where its line in the matrix does not say it."""

from typing import Any

from django.urls import URLPattern, get_resolver

from courses.access.rows import model_of

TEXTS = {
    "app_label": "questions",
    "app_name": "questions",
    "model_name": "question",
    "content_type_app_name": "courses",
    "content_type_model_name": "lessonpage",
    "action": "delete",
    "action_name": "approve",
    "filter_spec": "width-100",
    "media_type": "audio",
    "mode": "preview",
    "slug": "quiz",
    "format": "gift",
    "uidb64": "MQ",
    "token": "a-token",
}
"""What stands in an address without naming a row."""
ROWS = {
    "page_id": "draft",
    "page_to_move_id": "draft",
    "page_pk": "draft",
    "parent_page_id": "page",
    "destination_id": "page",
    "workflow_pk": "workflow",
    "task_id": "task",
    "revision_id": "revision",
    "revision_id_a": "revision",
    "revision_id_b": "revision",
    "collection_id": "collection",
    "string_segment_id": "segment",
    "document_id": "document",
    "doc_id": "document",
    "image_id": "image",
    "media_id": "media",
    "translation_id": "translation",
    "translation_source_id": "source",
}
"""What it names, by the argument; by the model of its view for `pk`."""
NAMED: dict[str, dict[str, str]] = {
    "wagtail_serve": {"_0": "core/trafficking/"},
    "wagtailadmin_pages:choose_parent": {"app_label": "courses", "model_name": "lessonpage"},
    "wagtailadmin_pages:revisions_compare": {"_0": "draft", "_1": "earliest", "_2": "latest"},
    "wagtailadmin_tag_model_autocomplete": {"app_name": "taggit", "model_name": "tag"},
    "wagtailadmin_workflows:add_task": {"app_label": "wagtailcore", "model_name": "groupapprovaltask"},
    "wagtailadmin_workflows:usage": {"pk": "workflow"},
    "wagtailadmin_workflows:usage_results": {"pk": "workflow"},
    "wagtailsnippets_courses_provision:revisions_compare": {"revision_id_a": "earliest", "revision_id_b": "latest"},
    "wagtailsnippets_courses_provision:revisions_revert": {"revision_id": "provision_revision"},
    "wagtailsnippets_courses_provision:revisions_unschedule": {"revision_id": "provision_revision"},
    "wagtailsnippets_questions_question:revisions_view": {"revision_id": "private_revision"},
    "wagtailsnippets_questions_question:revisions_revert": {"revision_id": "private_revision"},
    "wagtailsnippets_questions_question:revisions_compare": {"revision_id_a": "earliest", "revision_id_b": "latest"},
    "wagtailsnippets_questions_question:revisions_unschedule": {"revision_id": "private_revision"},
}
"""What some addresses name otherwise."""
CITATION = "courses_provision"


def glossary(text: str) -> str:
    """Return the text for words of the glossary, which have the addresses and rights of a law citation."""
    return text.replace("provision", "term")


NAMED |= {
    glossary(name): {argument: glossary(row) for argument, row in rows.items()}
    for name, rows in NAMED.items()
    if CITATION in name
}
PER_MODEL = {
    "question": "private",
    "page": "draft",
    "user": "person",
    "document": "document",
    "image": "image",
    "media": "media",
}


def arguments_of(name: str) -> list[str]:
    """The arguments of the address called `name`."""
    *spaces, last = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        _prefix, resolver = resolver.namespace_dict[space]
    found = resolver.reverse_dict.getlist(last)
    return list(found[0][0][0][1]) if found else []


def values_of(name: str, pattern: URLPattern, named: dict[str, str], world: dict[str, Any]) -> dict[str, Any]:
    """For each argument what it is, where `named` says it by key of `world` or as it is; 1 where nobody knows."""
    named = named or NAMED.get(name, {})
    texts = {argument: named.get(argument, TEXTS.get(argument, 1)) for argument in arguments_of(name)}
    return {argument: _value(argument, pattern, named, texts, world) for argument in texts}


def _value(
    argument: str, pattern: URLPattern, named: dict[str, str], texts: dict[str, Any], world: dict[str, Any]
) -> Any:
    if argument in named:
        return world.get(named[argument], named[argument])
    if argument in ROWS:
        return world[ROWS[argument]]
    model = model_of(argument, pattern.callback, texts)
    kind = model._meta.model_name if model else ""
    return world.get(PER_MODEL.get(kind, kind), texts[argument])
