"""Tags that the admin proposes while somebody types one: those of questions and files that they may see."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from taggit.models import ItemBase, Tag, TaggedItem
from wagtail.admin.auth import require_admin_access
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtailmedia.models import get_media_model

from .rows import visible

MOST = 10


@require_admin_access
def proposed(request: HttpRequest, app_name: str = "taggit", model_name: str = "tag") -> JsonResponse:
    """Return at most ten names that begin with the parameter `term`, as a list. Wagtail's view names every tag to every
    editor.

    There are no tags but taggit's: for a model of another name nothing is found (404).
    """
    if (app_name, model_name) != ("taggit", "tag"):
        raise Http404
    term = request.GET.get("term", "")
    tags = Tag.objects.filter(name__istartswith=term).order_by("name") if term else Tag.objects.none()
    return JsonResponse(list(_seen(tags, request).values_list("name", flat=True)[:MOST]), safe=False)


def _seen(tags: QuerySet[Tag], request: HttpRequest) -> QuerySet[Tag]:
    if request.user.is_superuser:
        return tags
    given = Q(pk__in=[])
    for model in (get_image_model(), get_document_model(), get_media_model()):
        files = visible(model, request.user).values("pk")
        given |= Q(
            pk__in=TaggedItem.objects.filter(
                content_type=ContentType.objects.get_for_model(model), object_id__in=files
            ).values("tag")
        )
    for relation in Tag._meta.related_objects:
        through = relation.related_model
        if issubclass(through, ItemBase) and through is not TaggedItem:
            tagged = through._meta.get_field("content_object").related_model
            given |= Q(
                pk__in=through._default_manager.filter(
                    content_object__in=visible(tagged, request.user).values("pk")
                ).values("tag")
            )
    return tags.filter(given)
