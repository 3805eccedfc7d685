"""The page on which two versions of a page are put together, and what leads there (`core.merging`)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, PageSubscription, Revision

from . import merging
from .merging import Side
from .models import BasePage
from .page_form import PageForm
from .templatetags.typography import french_text

_CHOICE = "garder-"  # before the name of a field
_LABELS = {
    Side.MINE: "Garder la mienne",
    Side.THEIRS: "Garder l’autre",
    Side.BOTH: "Garder les deux",
}


def instead_of_overwriting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before the form of a page is saved. What saves itself, Wagtail stops by itself, and says so."""
    is_sent_by_hand = request.method == "POST" and request.accepts("text/html")
    if not (isinstance(page, BasePage) and is_sent_by_hand):
        return None
    if not merging.sent_over_a_newer(request, page):
        return None
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        return None
    base = merging.base_of(request, page)
    form = _sent(request, page, (base or page.latest_revision).as_object())
    if not form.is_valid():
        request.started_from = _started_from(request, base)
        return None
    mine = form.save(commit=False)
    _leave_out_rows_of_others(form)
    theirs = page.get_latest_revision_as_object()
    if not merging.differences(request, base.as_object() if base else None, theirs, mine):
        return None
    with transaction.atomic():
        revision = merging.keep_beside(mine, request.user)
        _keep_comments(request, form, revision)
    path = reverse("merge_versions", args=[page.pk, revision.pk])
    return redirect(f"{path}?base={base.pk}" if base else path)


def _sent(request: HttpRequest, page: BasePage, started_from: BasePage) -> PageForm:
    """What makes the page as it was sent; not valid where the form has to be shown again."""
    subscription = PageSubscription.objects.filter(page=page, user=request.user).first()
    form = page.get_edit_handler().get_form_class()(
        request.POST,
        request.FILES,
        instance=started_from,
        subscription=subscription,
        parent_page=page.get_parent(),
        for_user=request.user,
    )
    form.defer_required_fields()
    return form


def _leave_out_rows_of_others(form: PageForm) -> None:
    """Where nobody knows any more what the form started from, it is filled over the latest version, whose rows of
    meanwhile it does not know."""
    for name, formset in form.formsets.items():
        if name != "comments":
            sent = {one.instance.pk for one in formset.forms}
            rows = getattr(form.instance, name)
            rows.set([row for row in rows.all() if row.pk is None or row.pk in sent])


def _started_from(request: HttpRequest, base: Revision | None) -> tuple[str, str]:
    """What the form says again when it is shown again (`wagtailadmin/pages/edit.html`), where Wagtail names the latest
    version: the number of the version that it started from, and when that was made."""
    if base:
        return str(base.pk), base.created_at.isoformat()
    sent = request.POST
    return sent.get("loaded_revision_id", ""), sent.get("loaded_revision_created_at", "")


def _keep_comments(request: HttpRequest, form: PageForm, revision: Revision) -> None:
    """Noted and told as when the form is saved."""
    if form.subscription:
        form.subscription.save()
    if "comments" not in form.formsets:
        return
    view = EditView(form=form, page=form.instance)
    view.setup(request)
    changes = view.get_commenting_changes()
    view.log_commenting_changes(changes, revision)
    view.send_commenting_notifications(changes)


def merge_versions(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """?base=: the version that both started from, where it is known."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, BasePage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    mine = get_object_or_404(page.revisions, pk=revision_id)
    latest = page.latest_revision
    base = merging.version_of(page, request.GET.get("base", ""))
    versions = (base.as_object() if base else None, latest.as_object(), mine.as_object())
    found = merging.differences(request, *versions)
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if not found:
        return redirect(edit_url)
    rows = [_row(request, one) for one in found]
    if request.method == "POST":
        lock = page.get_lock()
        if lock and lock.for_user(request.user):
            messages.error(request, lock.get_message(request.user))
        elif request.POST.get("latest") != _name(latest):
            messages.warning(
                request, french_text("La page a encore changé entre-temps : choisissez de nouveau.")
            )
        elif all(row["chosen"] for row in rows):
            chosen = {row["difference"].name: row["chosen"] for row in rows}
            _save(merging.merge(*versions, chosen), request.user)
            messages.success(
                request, "Les deux versions sont réunies en un brouillon. Relisez, puis publiez."
            )
            return redirect(edit_url)
    context = {
        "rows": rows,
        "latest": _name(latest),
        "by": latest.user,
        "at": latest.created_at,
        "page": page,
        "edit_url": edit_url,
        "is_sent": request.method == "POST",
    }
    return render(request, "core/merge.html", context)


def _name(revision: Revision) -> str:
    return f"{revision.pk} {revision.created_at.isoformat()}"


def _row(request: HttpRequest, difference: merging.Difference) -> dict:
    offered = [Side.MINE, Side.THEIRS] + ([Side.BOTH] if difference.may_keep_both else [])
    sent = request.POST.get(_CHOICE + difference.name)
    chosen = Side(sent) if sent in offered else None if request.POST else difference.chosen
    return {
        "difference": difference,
        "name": _CHOICE + difference.name,
        "chosen": chosen,
        "choices": [(side, _LABELS[side], side == chosen) for side in offered],
    }


def _save(page: BasePage, user) -> None:
    with transaction.atomic():
        if not page.live:
            page.save()
        page.save_revision(user=user, log_action=True, clean=False)
