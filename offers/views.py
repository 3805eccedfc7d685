"""The services that are open to others: their list, the page of one, their addresses for search engines."""

from collections import Counter
from dataclasses import replace
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage
from core.sitemaps import PathSitemap
from core.structured_data import script
from core.visibility import visible
from search.engines.base import Hit, Page, SearchEngine
from search.engines.queries import MAX_SIZE, Part, SearchQuery
from search.listing.request import ListRequest, PlacelessRequest
from search.listing.view import ListView
from search.text.highlighting import Highlighter
from territories.choice import Chosen, chosen_territory

from .choices import Answer
from .endings import ended
from .kinds import SERVICES
from .models import Offer
from .open_to import OpenOffer, answer_for, open_offers
from .prices import rule_of
from .records import KIND


class ServicesRequest(PlacelessRequest):
    @cached_property
    def answers(self) -> dict[int, OpenOffer]:
        """What may be open to the territory that was chosen, the best first."""
        return {one.offer.pk: one for one in open_offers(self.authority)} if self.authority else {}

    @cached_property
    def others(self) -> dict[int, bool]:
        """What is not, by key: whether it is proposed to anybody."""
        today = timezone.localdate()
        rows = Offer.objects.exclude(pk__in=self.answers).order_by("pk")
        return {
            pk: not ended(state, closes_on, today)
            for pk, state, closes_on in rows.values_list("pk", "state", "closes_on")
        }

    @property
    def is_best_first(self) -> bool:
        return self.authority is not None and not self.form.sort


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
        return asked.query(besides=tuple(f"{KIND}:{pk}" for pk in asked.others))

    def answers(
        self, engine: SearchEngine, asked: ServicesRequest, parts: list[Part]
    ) -> list[Page]:
        if not asked.is_best_first:
            return super().answers(engine, asked, parts)
        part, *more = parts
        whole = replace(part, query=replace(part.query, page=1, size=MAX_SIZE))
        answer, *beside = engine.search_many([whole, *more])
        hits = _best_first(asked, _all(engine, whole.query, answer))
        first = part.query.offset
        return [replace(answer, hits=hits[first : first + part.query.size]), *beside]

    def listed(
        self, asked: ServicesRequest, hits: list[Hit], highlighter: Highlighter
    ) -> list[dict]:
        return _answered(asked, super().listed(asked, hits, highlighter))

    def found(self, engine: SearchEngine, asked: ServicesRequest) -> dict:
        found = super().found(engine, asked)
        results = found["results"]
        results["territory"] = _territory(asked)
        results["alike"] = _answered(asked, results["alike"])
        if asked.authority:
            results["sorts"] = _sorts(asked, results["sorts"])
        return found

    def selection(self, asked: ServicesRequest, query: SearchQuery) -> dict:
        return super().selection(asked, query) | {"territory": _territory(asked)}


def _all(engine: SearchEngine, query: SearchQuery, first: Page) -> list[Hit]:
    """Every hit of a query whose first page is known."""
    hits = list(first.hits)
    for page in range(2, -(-first.total // query.size) + 1):
        hits += engine.search(replace(query, page=page)).hits
    return hits


def _best_first(asked: ServicesRequest, hits: list[Hit]) -> list[Hit]:
    """By answer; those of one answer by what the words ask for, or without words by name."""
    ranks = list(Answer)
    places = {
        pk: ranks.index(one.answer) if asked.form.text else place
        for place, (pk, one) in enumerate(asked.answers.items())
    }
    return sorted(hits, key=lambda hit: places.get(hit.card["pk"], len(places)))


def _sorts(asked: ServicesRequest, sorts: list[dict]) -> list[dict]:
    """With a territory, the best answers come first unless another order is chosen."""
    first = {
        "value": "",
        "label": "Ouverts d’abord",
        "selected": asked.is_best_first,
        "url": asked.address.url(tri=""),
    }
    others = [
        one
        | {
            "selected": one["selected"] and not asked.is_best_first,
            "url": asked.address.url(tri=one["value"]),
        }
        for one in sorts
    ]
    return [first, *others]


def _answered(asked: ServicesRequest, cards: list[dict]) -> list[dict]:
    """With what each is to the territory; without what is out, of which the index may know more than the database."""
    if not asked.authority:
        return cards
    known = [card for card in cards if card["pk"] in asked.answers]
    return [card | _answer(asked.answers[card["pk"]]) for card in known]


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
        "out": sum(asked.others.values()),
        "note": _note(asked.chosen),
        "page_url": asked.authority.get_absolute_url(),
        "change_url": asked.address.choice_of_territory(),
        "remove_url": asked.address.url(territoire="", tri=""),
    }


def _note(chosen: Chosen | None) -> str:
    """Who took over, or what another name is the name of; how sheets are ranked is no matter here."""
    return chosen.note if chosen and (chosen.former or chosen.other) else ""


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
        "answer": answer_for(offer, chosen.authority, request) if chosen else None,
        "mine": chosen and chosen.authority,
        "mine_note": _note(chosen),
        "over": offer.over,
        "carried": [("retour", offer.get_absolute_url())],
        "change_url": f"{reverse('my_territory')}?{urlencode({'retour': offer.get_absolute_url()})}",
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
        # Of a public body where the register knows it.
        "@type": "GovernmentService" if provider.authority_id else "Service",
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
