"""The services that are open to others: their list, the page of one, their addresses for search engines."""

from collections import Counter
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage
from core.sitemaps import PathSitemap
from core.structured_data import script
from core.visibility import visible
from search.engines.base import Hit, SearchEngine
from search.engines.queries import SearchQuery
from search.listing.request import ListRequest
from search.listing.view import ListView
from search.text.highlighting import Highlighter
from territories.choice import chosen_territory

from .choices import Answer
from .kinds import SERVICES
from .models import Offer
from .open_to import OpenOffer, answer_for, open_offers
from .prices import rule_of
from .records import KIND


class ServicesRequest(ListRequest):
    @cached_property
    def answers(self) -> dict[int, OpenOffer]:
        """What may be open to the territory that was chosen, the best first."""
        return {one.offer.pk: one for one in open_offers(self.authority)} if self.authority else {}

    def near(self) -> None:
        """A territory decides what is open to it, and gives no order."""
        return

    def query(self, **changes):
        return super().query(**{"own_apart": False} | changes)


class ServicesView(ListView):
    listing = SERVICES
    template_name = "offers/list.html"
    request_class = ServicesRequest
    tells_difficulties = False

    def context(self, asked: ListRequest) -> dict:
        return super().context(asked) | {"carried": [("retour", asked.address.back())]}

    def query(self, asked: ServicesRequest) -> SearchQuery:
        """With a territory, what may be open to it alone."""
        if not asked.authority:
            return asked.query()
        out = (
            Offer.objects.exclude(pk__in=asked.answers).order_by("pk").values_list("pk", flat=True)
        )
        return asked.query(besides=tuple(f"{KIND}:{pk}" for pk in out))

    def listed(
        self, asked: ServicesRequest, hits: list[Hit], highlighter: Highlighter
    ) -> list[dict]:
        shown = super().listed(asked, hits, highlighter)
        if not asked.authority:
            return shown
        known = [card for card in shown if card["pk"] in asked.answers]
        known.sort(key=lambda card: list(asked.answers).index(card["pk"]))
        return [card | _answer(asked.answers[card["pk"]]) for card in known]

    def found(self, engine: SearchEngine, asked: ServicesRequest) -> dict:
        found = super().found(engine, asked)
        found["results"]["territory"] = _territory(asked)
        return found

    def selection(self, asked: ServicesRequest, query: SearchQuery) -> dict:
        return super().selection(asked, query) | {"territory": _territory(asked)}


def _answer(one: OpenOffer) -> dict:
    return {
        "answer": one.answer.value,
        "answer_label": one.label,
        "said": one.said,
        "price": one.price,
    }


def _territory(asked: ServicesRequest) -> dict | None:
    """The strip above the results."""
    if not asked.authority:
        return None
    counts = Counter(one.answer for one in asked.answers.values())
    return {
        "code": asked.authority.code,
        "label": asked.authority.name,
        "at_name": asked.authority.at_name,
        "open": counts[Answer.OPEN],
        "joinable": counts[Answer.JOIN],
        "unknown": counts[Answer.UNKNOWN],
        "out": Offer.objects.count() - len(asked.answers),
        "change_url": asked.address.choice_of_territory(),
        "remove_url": asked.address.url(territoire="", tri=""),
    }


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    offers = Offer.objects.select_related("provider")
    offer = get_object_or_404(offers, slug=slug)
    chosen = chosen_territory(request.GET.get("territoire", ""))
    themes = list(offer.themes.select_related("parent"))
    crumbs = [{"label": SERVICES.title, "url": SERVICES.path}]
    if themes:
        family = themes[0].family
        crumbs.append({"label": family.name, "url": f"{SERVICES.path}?theme={family.slug}"})
    context = {
        "offer": offer,
        "facts": _facts(offer),
        "themes": [
            {"label": one.name, "url": f"{SERVICES.path}?theme={one.slug}"} for one in themes
        ],
        "theme_slug": themes[0].family.slug if themes else "",
        "prices": [rule_of(price) for price in offer.prices.all()],
        "price_years": _years(offer),
        "sources": offer.sources.all(),
        "sheets": [
            {
                "title": page.title,
                "url": page.relative_url(None),
                "authority": page.authority.card(),
            }
            for page in _sheets(offer)
        ],
        "crumbs": crumbs,
        "json_ld": _json_ld(offer, crumbs),
        "answer": answer_for(offer, chosen.authority) if chosen else None,
        "mine": chosen and chosen.authority,
        "carried": [("retour", f"{SERVICES.path}?q={offer.name}")],
    }
    return render(request, "offers/offer.html", context)


def _sheets(offer: Offer):
    """Public sheets that tell of it."""
    pages = visible(ProjectPage.objects.filter(offer_rows__offer=offer))
    return pages.select_related("authority").order_by("title").distinct()


def _facts(offer: Offer) -> list[dict]:
    """As templates/components/facts.html shows them."""
    facts = (
        ("Pour qui", offer.for_whom, ""),
        ("Modalité", offer.get_kind_display(), ""),
        ("Membres", offer.members_stated, ""),
        ("État", offer.get_state_display(), ""),
    )
    return [
        {"label": label, "text": f"{text[0].upper()}{text[1:]}", "date": date, "unknown": False}
        for label, text, date in facts
        if text
    ]


def _years(offer: Offer) -> str:
    """« Tarif de 2010 »; "" when no price has an amount."""
    years = sorted({price.year for price in offer.prices.all() if price.year})
    if years:
        return f"Tarif de {' et de '.join(str(year) for year in years)}, à vérifier auprès du fournisseur."
    has_amount = any(price.amount is not None for price in offer.prices.all())
    return "L’année de ce tarif n’est pas connue." if has_amount else ""


def _json_ld(offer: Offer, crumbs: list[dict]) -> SafeString:
    provider = offer.provider
    itself = {
        "@type": "Service",
        "@id": f"{settings.BASE_URL}{offer.get_absolute_url()}",
        "name": offer.name,
        "description": offer.summary,
        "url": offer.url,
        "provider": {
            "@type": "Organization",
            "name": offer.provider_name,
            "url": f"{settings.BASE_URL}{provider.get_absolute_url()}",
        },
        "areaServed": offer.for_whom,
    }
    return script({key: value for key, value in itself.items() if value}, crumbs=crumbs)


class OfferSitemap(PathSitemap):
    """The list of services, and their pages."""

    def items(self) -> list[str]:
        slugs = Offer.objects.order_by("slug").values_list("slug", flat=True)
        found = [Offer(slug=slug).get_absolute_url() for slug in slugs]
        return [SERVICES.path, *found] if found else []
