"""The letters in the admin: the draft of the week is edited, read as its mail, and sent by a person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.mail.rendering import render as render_mail
from core.waiting import SHOWN, Waiting

from .forms import LetterForm
from .models import Letter, LetterSubscriber
from .sending import content_of

LONGEST = 104  # letters of the list


def may_send(user) -> bool:
    return user.has_perm("letters.change_letter")


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    if not may_send(request.user):
        raise PermissionDenied
    context = {
        "letters": list(Letter.objects.order_by("-week").defer("body")[:LONGEST]),
        "readers": LetterSubscriber.objects.standing().count(),
    }
    return render(request, "letters/desk/letters.html", context)


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """POST saves it, and with `action=envoyer` sends it. One that was sent may be corrected in the archive."""
    if not may_send(request.user):
        raise PermissionDenied
    found = get_object_or_404(Letter, pk=pk)
    form = LetterForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        if request.POST.get("action") != "envoyer":
            messages.success(request, "La lettre est enregistrée.")
            return redirect("letter_desk", pk)
        if found.send():
            messages.success(request, "La lettre est en ligne, et part vers ses abonnés.")
        else:
            messages.warning(
                request, "Cette lettre était déjà partie : elle ne part pas deux fois."
            )
        return redirect("letters_desk")
    context = {
        "letter": found,
        "form": form,
        "preview": render_mail("letter", content_of(found) | {"leave_url": ""}).text,
        "readers": LetterSubscriber.objects.standing().count(),
    }
    return render(request, "letters/desk/letter.html", context, status=422 if form.errors else 200)


def waiting(user) -> list[Waiting]:
    if not may_send(user):
        return []
    drafts = Letter.objects.drafts()
    return [
        Waiting(
            label="Lettres de la semaine à relire et à envoyer",
            count=drafts.count(),
            url=reverse("letters_desk"),
            order=60,
            first=tuple(
                (one.title, reverse("letter_desk", args=[one.pk])) for one in drafts[:SHOWN]
            ),
        )
    ]
