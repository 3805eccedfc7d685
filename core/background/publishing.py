"""Many pages published after a bulk action: each by the one door, asked what every page that goes live is asked."""

import datetime

from wagtail.models import Page

from core.models import BasePage
from core.publishing import Refused
from core.schedule import note_refusal
from core.words import number

from .models import BackgroundTask
from .tasks import ask, register, steps

KIND = "publish"
AT_ONCE = 100  # pages that are published while who asked waits


def meant(pages: list[Page], *, with_drafts_below: bool) -> list[int]:
    """Keys of what « publier » is about: these pages, and with them the drafts below."""
    keys = [page.pk for page in pages]
    if with_drafts_below:
        for page in pages:
            if page.numchild:
                keys += page.get_descendants().not_live().values_list("pk", flat=True)
    return list(dict.fromkeys(keys))


def ask_for(user, keys: list[int]) -> BackgroundTask:
    """keys: of pages; whether `user` may publish each is asked when it is done."""
    name = f"Publication de {number(len(keys))} pages"
    return ask(KIND, name=name, user=user, asked={"pages": keys}, total=len(keys))


def _work(task: BackgroundTask, until: datetime.datetime) -> None:
    steps(task, task.asked["pages"], until, lambda key: _publish(key, task.user))


def _publish(key: int, user) -> dict | None:
    """What is said when it stays as it is: {"title", "said"}."""
    page = Page.objects.filter(pk=key).first()
    if page is None:
        return {"title": "", "said": "Cette page n’existe plus."}
    page = page.specific
    may = page.permissions_for_user(user)
    if not may.can_publish() or may.page_locked():
        return {"title": page.get_admin_display_title(), "said": "Vous ne pouvez pas la publier."}
    if page.live and not page.has_unpublished_changes:
        return None
    draft = page.get_latest_revision_as_object()
    if isinstance(draft, BasePage) and (errors := draft.publication_errors()):
        return _refused(page, " ".join(errors.values()))
    revision = page.get_latest_revision() or page.save_revision(user=user)
    try:
        revision.publish(user=user)
    except Refused as refused:
        return _refused(page, str(refused))
    return None


def _refused(page: Page, said: str) -> dict:
    # In the page's history and on the home of the admin, where a refusal of the clock stands, too.
    note_refusal(page, said)
    return {"title": page.get_admin_display_title(), "said": said}


register(KIND, _work)
