"""A page that is read by others stays as it is until they have answered, by whatever way a version of it is saved: the
form, an older version, two versions put together, the API, a table. Approving publishes the latest version."""

import json

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models.signals import pre_save
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision, WorkflowState

from .models import BasePage
from .page_form import is_read_by_others
from .publishing import Refused
from .rows import PLACE_OF_ROW

# Of what every page has, what its editors set.
_SET = {"title", "slug", "seo_title", "search_description", "go_live_at", "expire_at"}
_NOT_SET = {field.name for field in Page._meta.concrete_fields} - _SET
_LEFT_OUT = _NOT_SET | {COMMENTS_RELATION_NAME}


class UnderReview(Refused):
    def __init__(self, page: Page):
        said = (
            f"« {page.title} » est en relecture : elle reste telle qu’elle a été envoyée. Pour la modifier, annulez "
            "d’abord la relecture, puis renvoyez-la."
        )
        super().__init__(page, {NON_FIELD_ERRORS: said})

    def __str__(self):
        return self.reasons[NON_FIELD_ERRORS]


def connect() -> None:
    """Once, when the apps are ready."""
    pre_save.connect(
        _version_will_be_saved, sender=Revision, dispatch_uid="core.under_review.asked"
    )


def _version_will_be_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    if raw or update_fields is not None or instance.user is None:
        return
    model = instance.content_type.model_class()
    if not (model and issubclass(model, BasePage)) or not _is_read(instance):
        return
    page = model.objects.select_related("latest_revision").get(pk=instance.object_id)
    # Who may publish changes what is online with nobody's approval.
    if (
        page.latest_revision
        and is_read_by_others(page, instance.user)
        and not page.permissions_for_user(instance.user).can_publish()
        and _said(page.latest_revision.content) != _said(instance.content)
    ):
        raise UnderReview(page)


def _is_read(version: Revision) -> bool:
    return WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=version.base_content_type_id,
        object_id=version.object_id,
    ).exists()


def _said(content: dict) -> dict:
    """What a version says, as its JSON is read back: rows by their order, chosen things in any."""
    read = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return {name: _plain(value) for name, value in read.items() if name not in _LEFT_OUT}


def _plain(value):
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if name not in PLACE_OF_ROW}
    if isinstance(value, list):
        if any(isinstance(one, dict) for one in value):
            return [_plain(one) for one in value]
        return sorted(value, key=str)
    return value
