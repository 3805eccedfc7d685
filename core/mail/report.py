"""The mail queue as administrators see it: what waits, what failed and why, and a way to try again now.

Read only. Once a message has left or was given up, nothing here says to whom it went.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from .models import OutgoingMail
from .queue import KEPT_TRYING, TRACE_KEPT, Outcome, retry

LATEST = 100
_TOLD = {
    Outcome.SENT: (messages.SUCCESS, "Le courriel est parti."),
    Outcome.REFUSED: (
        messages.ERROR,
        "Le serveur de courrier l’a refusé. Il sera essayé de nouveau.",
    ),
    Outcome.UNREACHABLE: (
        messages.ERROR,
        "Le serveur de courrier ne répond pas. Rien n’est perdu : il sera essayé de nouveau.",
    ),
    Outcome.HELD: (messages.WARNING, "Ce courriel est parti entre-temps, ou part en ce moment."),
}


def may_read(user) -> bool:
    """Administrators alone: it names people who wrote to the site."""
    return user.is_active and user.is_superuser


def queue(request: HttpRequest) -> HttpResponse:
    if not may_read(request.user):
        raise PermissionDenied
    waiting = OutgoingMail.objects.waiting().order_by("next_try", "pk")
    done = OutgoingMail.objects.exclude(pk__in=waiting.order_by().values("pk"))
    return TemplateResponse(
        request,
        "core/mail_queue.html",
        {
            "page_title": "Courriels",
            "header_icon": "mail",
            "now": timezone.now(),
            "count": waiting.count(),
            "waiting": waiting[:LATEST],
            "done": done[:LATEST],
            "days_tried": KEPT_TRYING.days,
            "days_kept": TRACE_KEPT.days,
        },
    )


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_read(request.user):
        raise PermissionDenied
    level, words = _TOLD[retry(get_object_or_404(OutgoingMail, pk=pk))]
    messages.add_message(request, level, words)
    return redirect("mail_queue")
