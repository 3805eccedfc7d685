"""The selection at its address and at its short one, and the button that adds to it."""

from urllib.parse import parse_qsl, quote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import View

from catalogue.records import card_of
from core.network_address import network_address
from core.rate_limits import RateLimit
from core.retained import PARAMETER, query, retained
from core.visitor_requests import origin
from core.visitor_requests.cookieless import WithoutCookie
from core.visitor_requests.views import FOREIGN, SENDINGS
from search.listing.results import carried
from territories import comparison

from .asked import Asked, address, asked, is_typed
from .drawing import qr_drawing
from .models import ShortLink
from .short_links import ShortLinkForm, use

LINKS = RateLimit("short_links", times=SENDINGS.times, period=SENDINGS.period)
TOO_MANY = (
    "Beaucoup d’adresses courtes ont été demandées depuis votre réseau dans la dernière heure. L’adresse "
    "longue de cette page fait la même chose : copiez-la, ou réessayez dans une heure."
)
LEAST, COMPARED = 2, 4  # sheets side by side
MOST_BACK = 4_000  # characters of the address that one comes back to
_ROWS = ("costs", "difficulties")


@require_safe
def retain(request: HttpRequest) -> HttpResponse:
    """`?f=41,12&retenir=87&retour=/projets/?q=eau`: back to where one was, with one more, or with one less."""
    kept = retained(request.GET)
    numbers = kept.numbers
    number = _number(request.GET.get("retenir", ""))
    if number:
        numbers = kept.with_one(number)
    elif number := _number(request.GET.get("retirer", "")):
        numbers = kept.without(number)
    return HttpResponseRedirect(_back(request.GET.get("retour", ""), numbers, number))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _back(text: str, numbers: tuple[int, ...], number: int) -> str:
    """A path of this site with its parameters and these numbers; the selection where it is none."""
    try:
        parts = urlsplit(text[:MOST_BACK].replace("\x00", ""))
        pairs = [pair for pair in parse_qsl(parts.query) if pair[0] != PARAMETER]
    except ValueError:
        return f"/selection/{query(numbers=numbers)}"
    is_ours = parts.path.startswith("/") and not parts.path.startswith(("//", "/\\"))
    if parts.scheme or parts.netloc or not is_ours:
        return f"/selection/{query(numbers=numbers)}"
    anchor = f"#f-{number}" if number else ""
    return f"{quote(parts.path, safe='/%')}{query(pairs=pairs, numbers=numbers)}{anchor}"


class SelectionView(WithoutCookie, View):
    """GET shows it; POST makes a short address of it."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        shown = asked(request.GET, *_ROWS)
        if is_typed(request.GET, shown):
            return HttpResponseRedirect(shown.url("selection", shown.retained.numbers))
        link = ShortLink.of(request.GET.get("court", ""))
        if link and link.retained_numbers() != shown.retained.numbers:
            link = None
        return _page(request, shown, ShortLinkForm(), link=link)

    def post(self, request: HttpRequest) -> HttpResponse:
        shown = asked(request.GET, *_ROWS)
        form = ShortLinkForm(request.POST)
        if not origin.is_own(request):
            form.add_error(None, FOREIGN)
            return _page(request, shown, form, status=403)
        if not shown.sheets:
            form.add_error(None, "Retenez d’abord une fiche.")
        if not form.is_valid():
            return _page(request, shown, form, status=422)
        if not LINKS.hit(network_address(request)):
            form.add_error(None, TOO_MANY)
            return _page(request, shown, form, status=429)
        link = ShortLink.make(
            shown.numbers, shown.territory, form.cleaned_data["titre"], timezone.localdate()
        )
        return HttpResponseRedirect(f"{shown.url('selection')}&court={link.code}#adresse-courte")


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """/s/abcdefgh leads to the selection that it stands for: all that one does there is read from that address."""
    link = ShortLink.of(code)
    if link is None:
        raise Http404
    use(link, timezone.localdate())
    return HttpResponseRedirect(
        f"{address('selection', link.retained_numbers(), link.territory)}&court={link.code}"
    )


def _page(
    request: HttpRequest,
    shown: Asked,
    form: ShortLinkForm,
    *,
    link: ShortLink | None = None,
    status: int = 200,
) -> HttpResponse:
    short_address = request.build_absolute_uri(f"/s/{link.code}") if link else ""
    context = {
        "asked": shown,
        "rows": _rows(shown),
        "form": form,
        "link": link,
        "short_address": short_address,
        "qr": qr_drawing(short_address) if short_address else "",
        "candidates": shown.candidates("selection") if shown.unknown_territory else [],
        "is_comparable": len(shown.sheets) >= LEAST,
        "compared": COMPARED,
        "compare_url": shown.url("compare"),
        "note_url": shown.url("note"),
        "send_url": shown.url("send_selection"),
        "back_url": shown.url("catalogue"),
        "clean_url": shown.url("selection"),
        "post_url": shown.url("selection"),
    }
    return render(request, "council/selection.html", context, status=status)


def _rows(shown: Asked) -> list[dict]:
    """[{hit: card, up_url, down_url}]; a card leads to its sheet with the territory."""
    along = carried(shown.mine)
    rows = []
    for place, sheet in enumerate(shown.sheets):
        reason = None
        if shown.mine and sheet.authority:
            reason = comparison.reason_for(shown.mine, sheet.authority.place()).as_dict()
        card = card_of(sheet)
        hit = card | {"url": card["url"] + along, "reason": reason}
        rows.append(
            {
                "hit": hit,
                "up_url": _moved(shown, place, place - 1) if place else "",
                "down_url": _moved(shown, place, place + 1)
                if place + 1 < len(shown.sheets)
                else "",
            }
        )
    return rows


def _moved(shown: Asked, place: int, other: int) -> str:
    numbers = list(shown.numbers)
    numbers[place], numbers[other] = numbers[other], numbers[place]
    return shown.url("selection", numbers)
