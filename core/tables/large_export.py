"""A large XLSX: made by the worker, fetched when it is ready. What its asker may see is asked when it is made."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from core.background.models import BackgroundTask
from core.background.tasks import ask, give, register
from core.words import number

from .contents import Contents, contents_of
from .export import export_xlsx
from .shown import shown_to

KIND = "export"


def ask_for(of: Contents, user, pages: QuerySet) -> BackgroundTask:
    keys = list(pages.values_list("pk", flat=True))
    name = f"Export de {number(len(keys))} {of.noun}s"
    asked = {"contents": of.key, "pages": keys}
    return ask(KIND, name=name, user=user, asked=asked, total=len(keys))


def _work(task: BackgroundTask, until: datetime.datetime) -> None:
    of = contents_of(task.asked["contents"])
    pages = of.model.objects.filter(pk__in=task.asked["pages"]).order_by("pk")
    content = export_xlsx(of, shown_to(of, task.user, pages))
    give(task, content, f"{of.file_name}-{timezone.localdate():%Y-%m-%d}.xlsx")


register(KIND, _work)
