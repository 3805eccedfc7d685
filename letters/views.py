"""The archive of letters, and how one subscribes."""

import datetime

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core.feeds import MAX_ENTRIES, Entry, atom_response
from core.identity import LETTERS, identity
from core.sanitising import plain_text
from core.sitemaps import PathSitemap
from core.structured_data import script
from core.visitor_requests.views import RequestFormView

from .forms import SubscribeForm
from .models import About, Letter

PATH = "/lettres/"
PER_PAGE = 52
CRUMBS = [{"label": About.title, "url": PATH}]


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    pages = Paginator(Letter.objects.sent().defer("body"), PER_PAGE)
    asked = request.GET.get("page", "1")
    page = pages.get_page(asked)
    if str(page.number) != asked:
        return HttpResponseRedirect(PATH if page.number == 1 else f"{PATH}?page={page.number}")
    return render(request, "letters/letters.html", {"listed": page, "letters": list(page)})


@require_safe
def letter(request: HttpRequest, week: datetime.date) -> HttpResponse:
    found = get_object_or_404(Letter.objects.sent(), week=week)
    context = {"letter": found, "crumbs": CRUMBS, "json_ld": _json_ld(found)}
    return render(request, "letters/letter.html", context)


def _json_ld(letter: Letter) -> SafeString:
    itself = {
        "@type": "Article",
        "headline": letter.title,
        "url": f"{settings.BASE_URL}{letter.get_absolute_url()}",
        "datePublished": letter.sent_at.isoformat(),
        "publisher": {"@type": "Organization", "name": identity().name},
    }
    return script(itself, crumbs=CRUMBS)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """/lettres/lettres.atom: the last one first."""
    return atom_response(
        request,
        [
            Entry(
                key=f"lettre/{one.week}",
                title=one.title,
                url=one.get_absolute_url(),
                summary=one.introduction or plain_text(one.body)[:500],
                published=one.sent_at,
                updated=one.sent_at,
            )
            for one in Letter.objects.sent()[:MAX_ENTRIES]
        ],
        key="lettres",
        title=f"{About.title} – {identity().name}",
        own=f"{PATH}lettres.atom",
        page=PATH,
    )


class SubscribeView(RequestFormView):
    form_class = SubscribeForm
    purpose = LETTERS

    def get_about(self) -> About:
        return About()


class LetterSitemap(PathSitemap):
    def items(self) -> list[str]:
        return [PATH, *(one.get_absolute_url() for one in Letter.objects.sent().only("week"))]
