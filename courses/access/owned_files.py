"""Files of one institution: they lie in a collection of its own, of which editors who are not near it see nothing.

What editors may do with files Wagtail's permissions on collections say, which groups have for a collection and all
below it. Here is taken away from them, whoever wrote the view that asks, what belongs to an institution that is not
near.
"""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionPermissionLookupMixin

from lms.people.directory.institutions import Institution
from lms.people.directory.reach import institutions_in_reach

if TYPE_CHECKING:
    from lms.people.directory.models import User


class OwnedCollection(models.Model):
    """A collection with all below it, and the institution to which the files in it belong."""

    collection = models.OneToOneField("wagtailcore.Collection", models.CASCADE, primary_key=True, related_name="+")
    owner = models.OneToOneField("people.Institution", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.owner)


@transaction.atomic
def collection_of(owner: Institution) -> Collection:
    """Return the collection for files of `owner`; it is made when it is first asked for. Two requests at the same time
    get the same one.
    """
    Institution.objects.select_for_update(no_key=True).get(pk=owner.pk)
    owned = OwnedCollection.objects.select_related("collection").filter(owner=owner).first()
    if owned is not None:
        return owned.collection
    collection = Collection.get_first_root_node().add_child(name=str(owner)[:255])
    OwnedCollection.objects.create(collection=collection, owner=owner)
    return collection


def usual_collection(viewer: Any) -> Collection | None:
    """Return the collection for a new file of `viewer`, unless they choose another: that of their institution or of the
    nearest above it that has one. None where there is none.
    """
    if viewer is None or viewer.institution_id is None:
        return None
    above = [int(pk) for pk in viewer.institution.path.split("/") if pk]
    membership = (
        OwnedCollection.objects.filter(owner__in=above).select_related("collection").order_by("-owner__path").first()
    )
    return membership.collection if membership else None


def owned_by_others(viewer: Any) -> QuerySet[Collection]:
    """Return the collections of institutions that are not near `viewer`, with those below them."""
    foreign = OwnedCollection.objects.exclude(
        owner__in=institutions_in_reach(person=viewer.pk, place=viewer.institution_id)
    )
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Collection.objects.filter(Exists(foreign.alias(below=path).filter(below__startswith=F("collection__path"))))


def owned() -> QuerySet[Collection]:
    """Return the collections that belong to some institution, with those below them."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Collection.objects.filter(
        Exists(OwnedCollection.objects.alias(below=path).filter(below__startswith=F("collection__path")))
    )


_of_wagtail = CollectionPermissionLookupMixin._collections_with_perm
_check_of_wagtail = CollectionPermissionLookupMixin._check_perm


def _collections_with_perm(policy: object, user: object, actions: object) -> QuerySet[Collection]:
    return _of_wagtail(policy, user, actions).exclude(pk__in=owned_by_others(user).values("pk"))


def _check_perm(policy: object, user: "User", actions: list[str], collection: Collection | None = None) -> bool:
    if not _check_of_wagtail(policy, user, actions, collection=collection):
        return False
    return collection is None or user.is_superuser or not owned_by_others(user).filter(pk=collection.pk).exists()


def install() -> None:
    CollectionPermissionLookupMixin._collections_with_perm = _collections_with_perm
    CollectionPermissionLookupMixin._check_perm = _check_perm
