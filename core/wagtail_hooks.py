from django.contrib import messages
from django.db import models, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from rest_framework.exceptions import ValidationError
from wagtail import hooks
from wagtail.admin.api.actions.create_alias import CreatePageAliasAPIAction
from wagtail.admin.api.actions.move import MovePageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from . import doubtful, numbers, schedule, tagging, uses
from .background import publishing as background
from .background import views as background_views
from .files import may_read
from .mail import report
from .merge_views import instead_of_overwriting, merge_versions
from .models import BasePage
from .page_form import NO_ALIAS
from .page_links import VisiblePageLinkHandler
from .reference_data import merging, views
from .waiting import WaitingPanel

# Refusals of a bulk action that are told by name: all of them would fill the session.
_TOLD = 20

for _action in (tagging.TagDocuments, tagging.TagImages):
    hooks.register("register_bulk_action", _action, order=100)

for _number in (models.DecimalField, models.IntegerField):
    register_form_field_override(_number, override=numbers.form_field)


hooks.register("before_edit_page", instead_of_overwriting)


@hooks.register("before_edit_page")
def hold_workflow(request, page):
    """For a form that is shown, as Wagtail's lists of pages do: who may do what asks about it some twenty times."""
    if request.method == "GET" and not hasattr(page, "_current_workflow_states"):
        active = page.workflow_states.active()
        joined = active.select_related("current_task_state__task", "requested_by")
        page._current_workflow_states = list(joined)


@hooks.register("register_admin_urls")
def merge_urls():
    path_ = "pages/<int:page_id>/reunir/<int:revision_id>/"
    return [path(path_, merge_versions, name="merge_versions")]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_is_doubtful(request, page):
    """Once, after somebody saved; a form that saves itself says it when it is opened again."""
    kept = page.doubtful if isinstance(page, BasePage) else {}
    if kept and request.accepts("text/html"):
        told = " ".join(doubtful.reasons(page).values())
        messages.warning(request, f"Gardé tel quel, à préciser avant de publier : {told}")


class _MailQueueItem(MenuItem):
    def is_shown(self, request):
        return report.may_read(request.user)


@hooks.register("register_admin_urls")
def mail_queue_urls():
    return [
        path("reports/courriels/", report.queue, name="mail_queue"),
        path("reports/courriels/<int:pk>/renvoyer/", report.resend, name="mail_resend"),
    ]


@hooks.register("register_reports_menu_item")
def mail_queue_item():
    return _MailQueueItem("Courriels", reverse("mail_queue"), icon_name="mail", order=910)


@hooks.register("construct_homepage_panels")
def what_waits(request, panels):
    panels.append(WaitingPanel())


@hooks.register("register_log_actions")
def refusals_without_a_form(actions):
    @actions.register_action(schedule.REFUSED)
    class Refused(LogFormatter):
        label = "Publication ou dépublication refusée"

        def format_message(self, entry):
            return f"Refusée : {entry.data.get('reason', '')}"


@hooks.register("register_log_actions")
def deeds_of_reference_data(actions):
    @actions.register_action(merging.MERGED)
    class Merged(LogFormatter):
        label = "Réuni à un autre"

        def format_message(self, entry):
            return f"réuni à « {entry.data.get('with', '')} »"

    @actions.register_action(merging.RECEIVED)
    class Received(LogFormatter):
        label = "Un autre y est réuni"

        def format_message(self, entry):
            return f"y est réuni « {entry.data.get('with', '')} »"

    actions.register_action(views.RETIRED, "Retrait", "n’est plus proposé")
    actions.register_action(views.TAKEN_UP, "Reprise", "est de nouveau proposé")


@hooks.register("register_admin_urls")
def background_urls():
    return [
        path("reports/taches/", background_views.tasks, name="background_tasks"),
        path("reports/taches/<int:pk>/", background_views.task, name="background_task"),
        path("reports/taches/<int:pk>/fichier/", background_views.result, name="background_result"),
    ]


@hooks.register("register_reports_menu_item")
def background_item():
    return MenuItem("Tâches de fond", reverse("background_tasks"), icon_name="tasks", order=911)


class _ScheduleItem(MenuItem):
    def is_shown(self, request):
        return schedule.may_read(request.user)


@hooks.register("register_admin_urls")
def schedule_url():
    return [path("reports/programme/", schedule.report, name="schedule")]


@hooks.register("register_reports_menu_item")
def schedule_item():
    return _ScheduleItem(
        "Publications programmées", reverse("schedule"), icon_name="calendar-check", order=895
    )


@hooks.register("before_bulk_action")
def leave_out_what_is_refused(request, action_type, objects, action):
    """In bulk: what may not be published, unpublished or deleted is named and stays, the others go on."""
    if action.model is not Page:
        for one in list(objects) if action_type == "delete" else ():
            if uses.may_be_used(type(one)) and (reason := uses.why_used(one)):
                objects.remove(one)
                messages.error(request, reason)
        return None
    if action_type == "publish":
        below = action.cleaned_form.cleaned_data.get("include_descendants", False)
        keys = background.meant(objects, with_drafts_below=below)
        if len(keys) > background.AT_ONCE:
            return _handed_over(request, keys)
    refused = {}
    for page in objects:
        if issubclass(page.specific_class, BasePage):
            # Not `page.specific`, which keeps the texts of ten thousand pages.
            specific = page.specific_class._default_manager.get(pk=page.pk)
            if refusal := _refusal(action_type, specific):
                refused[page.pk] = refusal
    objects[:] = [page for page in objects if page.pk not in refused]
    for refusal in list(refused.values())[:_TOLD]:
        messages.error(request, refusal)
    if len(refused) > _TOLD:
        messages.error(request, f"{len(refused) - _TOLD} autres pages sont refusées de même.")
    return None


def _handed_over(request, keys: list[int]):
    task = background.ask_for(request.user, keys)
    messages.success(request, "C’est en route : voici où en est cette publication.")
    return redirect("background_task", task.pk)


def _refusal(action_type: str, page: BasePage) -> str:
    if action_type == "publish":
        draft = page.get_latest_revision_as_object()
        if errors := draft.publication_errors():
            return f"« {draft.title} » reste en brouillon. {' '.join(errors.values())}"
    elif action_type == "delete" or (action_type == "unpublish" and page.live):
        is_deleted = action_type == "delete"
        return page.why_kept(deleting=is_deleted) or (uses.why_used(page) if is_deleted else "")
    return ""


@hooks.register("before_delete_snippet")
def keep_what_is_used(request, instances):
    """Said before Wagtail asks « Oui, supprimer »: one, or several in bulk, all or nothing."""
    found = [one for one in instances if uses.may_be_used(type(one))]
    reasons = [reason for one in found if (reason := uses.why_used(one))]
    for reason in reasons:
        messages.error(request, reason)
    if not reasons:
        return None
    viewset = type(found[0]).snippet_viewset
    return redirect(viewset.get_url_name("list"))


@hooks.register("before_delete_page")
def keep_what_people_count_on(request, page):
    return _kept(request, [page], deleting=True)


@hooks.register("before_unpublish_page")
def keep_online_what_people_count_on(request, page):
    """All or nothing: the page is not unpublished before those under it were asked."""
    below = page.get_descendants().live() if request.POST.get("include_descendants") else []
    return _kept(request, [page, *below], deleting=False)


def _kept(request, pages, *, deleting: bool):
    for page in pages:
        page = page.specific
        if not isinstance(page, BasePage):
            continue
        if reason := page.why_kept(deleting=deleting) or (uses.why_used(page) if deleting else ""):
            messages.error(request, reason)
            return redirect("wagtailadmin_pages:edit", page.pk)
    return None


class _MovePage(MovePageAPIAction):
    def _action_from_data(self, instance, data):
        action = super()._action_from_data(instance, data)
        if action.target.is_root() and action.pos not in ("first-child", "last-child"):
            raise ValidationError({"position": "Rien ne se place à côté de la racine du site."})
        return action


class _NoAlias(CreatePageAliasAPIAction):
    def execute(self, instance, data):
        raise ValidationError({"detail": NO_ALIAS})


class PagesAPI(PagesAdminAPIViewSet):
    """Wagtail's own, all or nothing: an action that is refused half-way has changed nothing.

    Without what is for sites in several languages, and for aliases.
    """

    actions = {
        name: action
        for name, action in PagesAdminAPIViewSet.actions.items()
        if name not in ("copy_for_translation", "convert_alias")
    } | {"move": _MovePage, "create_alias": _NoAlias}

    @transaction.atomic
    def action_view(self, request, pk, action_name):
        return super().action_view(request, pk, action_name)


@hooks.register("construct_admin_api")
def pages_api(router):
    router.register_endpoint("pages", PagesAPI)


@hooks.register("register_rich_text_features", order=100)
def links_to_visible_pages(features):
    features.register_link_type(VisiblePageLinkHandler)


@hooks.register("construct_help_menu")
def help_of_ours_alone(request, menu_items):
    """Wagtail's own are pages of another site, in English."""
    menu_items[:] = [item for item in menu_items if item.url.startswith("/")]


@hooks.register("before_serve_document")
def read_by_whom_it_is_for(document, request):
    if not may_read(request.user, document):
        raise Http404
