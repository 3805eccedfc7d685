"""The tasks of an account, how far each is, and the file that one made."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.tables.writing import XLSX_TYPE

from .models import BackgroundTask
from .tasks import FILE_KEPT, KEPT

PER_PAGE = 50
State = BackgroundTask.State


def _own(user):
    """Without their files."""
    tasks = BackgroundTask.objects.defer("result", "asked").select_related("user")
    return tasks if user.is_superuser else tasks.filter(user=user)


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    page = Paginator(_own(request.user), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "core/background/tasks.html", {"page": page, "days": KEPT.days})


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(_own(request.user), pk=pk)
    context = {
        "one": one,
        "is_working": one.state in (State.WAITING, State.WORKING),
        "has_file": one.result_name
        and BackgroundTask.objects.filter(pk=pk, result__isnull=False).exists(),
        "more_refused": one.refused_count - len(one.refused),
        "hours": FILE_KEPT.days * 24,
    }
    return render(request, "core/background/task.html", context)


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(_own(request.user), pk=pk)
    if one.result is None:
        raise Http404
    response = HttpResponse(bytes(one.result), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{one.result_name}"'
    return response
