"""wagtail-localize publishes what it translates without asking whether the translator may: here it is asked."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from wagtail.models import DraftStateMixin, Page
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import Translation


def install() -> None:
    """Stand before the one method by which wagtail-localize writes a translation; there is no setting for it."""
    own_save = Translation.save_target

    def save_target(self: Translation, user: Any = None, publish: bool = True) -> Any:
        if publish and user is not None and not _may_publish(self, user):
            raise PermissionDenied
        return own_save(self, user=user, publish=publish)

    Translation.save_target = save_target


def _may_publish(translation: Translation, user: Any) -> bool:
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:  # it is made now, beside its source
        target = translation.source.get_source_instance()
    if isinstance(target, Page):
        return target.permissions_for_user(user).can_publish()
    return not isinstance(target, DraftStateMixin) or user.has_perm(get_permission_name("publish", type(target)))
