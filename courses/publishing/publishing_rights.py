"""wagtail-localize writes what it translates into the row that is live, and publishes without asking who may:
here both are asked first.
"""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from wagtail.models import DraftStateMixin, Page
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import Translation, TranslationLog


def install() -> None:
    """Stand before the one method by which wagtail-localize writes a translation; there is no setting for it."""
    own_save = Translation.save_target

    def save_target(self: Translation, user: object = None, publish: bool = True) -> object:
        target = target_of(self)
        if publish and user is not None and not may_publish(self, target, user):
            raise PermissionDenied
        if target is not None and user is not None and not may_edit(target, user):
            return None  # leave it unchanged, also as one of many in an update
        if (
            not publish
            and isinstance(target, DraftStateMixin)
            and target.live
            and not getattr(target, "alias_of_id", None)
        ):
            return save_draft(self, user=user)
        return own_save(self, user=user, publish=publish)

    Translation.save_target = save_target


def target_of(translation: Translation) -> object:
    """Return the page or the other object that holds the translation; None where it is not made yet."""
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return None


def save_draft(translation: Translation, *, user: object) -> object:
    """Keep what is translated as a draft of what is live, whose row stays as it was published.

    Raises `ValidationError`.
    """
    draft = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    revision = draft.save_revision(user=user)
    TranslationLog.objects.create(source=translation.source, locale=translation.target_locale, revision=revision)
    return revision


def may_edit(target: Any, user: Any) -> bool:
    """Return whether `user` may write a draft of the page or the other object that holds the translation."""
    if isinstance(target, Page):
        return target.permissions_for_user(user).can_edit()
    return user.has_perm(get_permission_name("change", type(target)))


def may_publish(translation: Translation, target: Any, user: Any) -> bool:
    """Return whether `user` may publish the translation, which is in `target` where it is made already.

    Not where somebody else has locked the page.
    """
    if target is None:  # the translation is created now, beside its source
        target = translation.source.get_source_instance()
    if isinstance(target, Page):
        lock = target.get_lock()
        return target.permissions_for_user(user).can_publish() and not (lock and lock.for_user(user))
    return not isinstance(target, DraftStateMixin) or user.has_perm(get_permission_name("publish", type(target)))
