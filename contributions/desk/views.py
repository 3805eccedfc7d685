"""The list of stories and the page of one. Each asks again what its user may do."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contributions import addresses, exchange, states
from contributions.models import Contribution
from contributions.reading import answered
from contributions.screens import TEXT
from contributions.sheets import alike
from core.mail.blocked import BlockedMailbox
from core.mail.refusals import is_refused
from core.publishing import PublicationRefused
from suggestions.models import Suggestion

from .forms import InterviewForm, QuestionForm, ReasonForm

PER_PAGE = 50
_ALL = "tous"
_BEFORE_PUBLISHED = [kind for kind, after in states.NEXT.items() if states.Kind.PUBLISHED in after]
_MOVED = "Ce récit a avancé entre-temps : voici où il en est."


def may_read(user) -> bool:
    return user.has_perm("contributions.view_contribution")


def may_decide(user) -> bool:
    return user.has_perm("contributions.change_contribution")


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Whose turn it is, and for how long. ?etat=: one state; "tous": those that are over too."""
    if not may_read(request.user):
        raise PermissionDenied
    wanted = request.GET.get("etat", "")
    rows = Contribution.objects.confirmed().with_state()
    rows = rows.select_related("authority", "sheet", "takes_over")
    if wanted in states.Kind.values:
        rows = rows.filter(state=wanted)
    elif wanted != _ALL:
        rows = rows.exclude(state__in=states.OVER)
    # Those that wait longest first.
    page = Paginator(rows.order_by("since", "pk"), PER_PAGE).get_page(request.GET.get("p"))
    near = alike([story for story in page if story.state == states.Kind.CONFIRMED])
    context = {
        "page": page,
        "rows": [
            {
                "story": story,
                "words": states.WORDS[story.state],
                "days": (timezone.now() - story.since).days,
                "alike": len(near.get(story.pk, ())),
            }
            for story in page
        ],
        "wanted": wanted,
        "may_decide": may_decide(request.user),
        "choices": [("", "En cours"), *states.Kind.choices, (_ALL, "Tous")],
    }
    return render(request, "contributions/desk/stories.html", context)


def interview(request: HttpRequest) -> HttpResponse:
    """Begins the story of somebody at the telephone, in the screens that he would have filled in."""
    if not may_decide(request.user):
        raise PermissionDenied
    form = InterviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        begun = Contribution.objects.create(
            submission_key=secrets.token_hex(16),
            begun_by=secrets.token_hex(16),
            authority=form.cleaned_data["authority"],
            interviewer=request.user,
            interviewed_on=timezone.localdate(),
        )
        return redirect("tell", addresses.here(begun.pk, begun.submission_key), 2)
    return render(request, "contributions/desk/interview.html", {"form": form})


def story(request: HttpRequest, pk: int) -> HttpResponse:
    """What was told, what may be of the same project, and the three things to do with it."""
    if not may_read(request.user):
        raise PermissionDenied
    one = get_object_or_404(
        Contribution.objects.confirmed().select_related(
            "authority", "sheet", "takes_over__authority"
        ),
        pk=pk,
    )
    action = request.POST.get("action", "") if request.method == "POST" else ""
    question = QuestionForm(request.POST if action == "ask" else None)
    reason = ReasonForm(request.POST if action in ("decline", "block") else None)
    if request.method == "POST":
        if not may_decide(request.user):
            raise PermissionDenied
        if (answer := _act(request, one, action, question, reason)) is not None:
            return answer
    state = one.current_state()
    events = one.events.select_related("by").order_by("pk")
    asked = sum(event.kind == states.Kind.ASKED for event in events)
    context = {
        "story": one,
        "words": states.WORDS[state],
        "answers": [(each, "") for each in answered(one)],
        "pasted": one.answers.get(TEXT, {}).get("text", ""),
        "events": events,
        "wants_no_mail": bool(one.email) and is_refused(one.email),
        "alike": [_near(other) for other in alike([one])[one.pk]],
        "question": question,
        "reason": reason,
        "may_take": states.may_follow(state, states.Kind.REVIEW) and not one.takes_over_id,
        "may_take_over": bool(one.takes_over_id)
        and state in (states.Kind.CONFIRMED, *_BEFORE_PUBLISHED),
        "waiting": Suggestion.objects.filter(exchange=one.exchange).waiting().count(),
        "may_ask": states.may_follow(state, states.Kind.ASKED) and asked < states.MOST_QUESTIONS,
        "may_decline": states.may_follow(state, states.Kind.DECLINED),
        "may_decide": may_decide(request.user),
        "most_questions": states.MOST_QUESTIONS,
        "asked": asked,
    }
    return render(request, "contributions/desk/story.html", context)


def _near(other) -> dict:
    if isinstance(other, Contribution):
        return {"title": other.title, "url": reverse("story", args=[other.pk]), "what": "récit"}
    what = "fiche" if other.live else "fiche non publiée"
    return {
        "title": other.title,
        "url": reverse("wagtailadmin_pages:edit", args=[other.pk]),
        "what": what,
    }


def _act(request, one, action: str, question, reason) -> HttpResponse | None:
    """None: the form has errors, to be shown with what was typed."""
    user = request.user
    if action == "take_over" and one.takes_over_id:
        try:
            if exchange.take_over(one, user):
                messages.success(
                    request, "La fiche est « proposée » : son auteur est invité à la valider."
                )
                return redirect("story", one.pk)
        except PublicationRefused as refused:
            messages.error(request, f"{refused} Complétez la fiche, puis recommencez.")
            return redirect("story", one.pk)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("story", one.pk)
    elif action == "take":
        if exchange.take(one, user):
            messages.success(request, "Le brouillon est prêt : complétez-le, puis publiez-le.")
            return redirect("wagtailadmin_pages:edit", one.sheet_id)
    elif action == "ask":
        if not question.is_valid():
            return None
        if exchange.ask(one, question.cleaned_data["question"], user):
            messages.success(request, "La question part par courriel.")
            return redirect("stories")
    elif action == "decline" or (action == "block" and one.email):
        if not reason.is_valid():
            return None
        why, told = reason.cleaned_data["reason"], "La raison part par courriel."
        if action == "block":
            BlockedMailbox.block(one.email, why)
            told = "Cette boîte ne peut plus rien nous envoyer ; « Questions » a la liste des boîtes bloquées."
        if exchange.decline(one, why, user):
            messages.success(request, told)
            return redirect("stories")
    messages.warning(request, _MOVED)
    return redirect("story", one.pk)
