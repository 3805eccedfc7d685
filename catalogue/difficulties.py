"""/difficultes/: what went wrong, by kind, and how authorities got out of it.

Without a selection, the nine kinds as doors; else the list of the catalogue, of those who met a difficulty, told by
their difficulties.
"""

from dataclasses import replace

from core.sitemaps import PathSitemap
from core.visibility import visible
from search.engines.base import Hit, SearchEngine
from search.engines.queries import DATE, Part, SearchQuery
from search.listing import met
from search.listing.request import ListRequest
from search.listing.shown import shown_pages
from search.listing.view import ListView
from search.text.highlighting import Highlighter

from .choices import Difficulty
from .facets import DIFFICULTY
from .kinds import DIFFICULTIES
from .models import ProjectPage
from .records import KIND

SENTENCES = 2  # of each kind
LOOKED_AT = 12  # sheets of each kind
# Characters of a sentence that strikes: shorter says too little, longer is not read.
STRIKING = 80
TYPES = tuple(Difficulty.values)


class DifficultiesView(ListView):
    listing = DIFFICULTIES
    template_name = "catalogue/difficulties.html"
    tells_difficulties = False

    def context(self, asked: ListRequest) -> dict:
        return super().context(asked) | {"doors": None}

    def found(self, engine: SearchEngine, asked: ListRequest) -> dict:
        if _is_front(asked):
            return {"doors": _doors(engine, asked)} | {
                "results": self.selection(asked, asked.query())
            }
        found = super().found(engine, asked)
        groups = found["results"]["facets"]
        groups.sort(key=lambda group: group["name"] != DIFFICULTY.name)
        groups[0]["open"] = True
        return found

    def query(self, asked: ListRequest) -> SearchQuery:
        """Of those who met some difficulty at all, unless kinds of it are chosen."""
        filters = {DIFFICULTY.name: TYPES} | asked.form.filters
        return asked.query(filters=filters, within=met.FIELD if asked.form.text else "")

    def listed(self, asked: ListRequest, hits: list[Hit], highlighter: Highlighter) -> list[dict]:
        types = asked.form.filters.get(DIFFICULTY.name, ())
        return met.rows(hits, highlighter, asked.authority, types=types)

    def help(self, engine: SearchEngine, asked: ListRequest, query: SearchQuery) -> dict:
        # « Without any difficulty » is no way on.
        return super().help(engine, asked, replace(asked.query(), within=query.within))


def _is_front(asked: ListRequest) -> bool:
    form = asked.form
    return not (form.text or form.filters or form.page > 1 or asked.chosen or asked.is_map)


def _doors(engine: SearchEngine, asked: ListRequest) -> list[dict]:
    """[{label, value, count, url, rows}] of the kinds that some sheet met, in one call of the engine."""
    counted = SearchQuery(kind=KIND, size=0)
    of_each = [
        SearchQuery(kind=KIND, filters={DIFFICULTY.name: (value,)}, sort=DATE, size=LOOKED_AT)
        for value in TYPES
    ]
    answer, *more = shown_pages(
        engine.search_many([Part(counted, (DIFFICULTY.name,)), *(Part(query) for query in of_each)])
    )
    hits = {hit.key: hit for page in more for hit in page.hits}
    rows = met.rows(hits.values(), Highlighter(()), of_each=len(TYPES))
    rows.sort(key=lambda row: (not row["way_out"], abs(len(row["text_html"]) - STRIKING)))
    counts = answer.facets[DIFFICULTY.name]
    shown: set[str] = set()  # one sheet speaks once, while others may
    doors = []
    for kind in Difficulty:
        if not counts.get(kind.value):
            continue
        own = [row for row in rows if row["type"] == kind.value]
        own.sort(key=lambda row: row["url"] in shown)
        shown |= {row["url"] for row in own[:SENTENCES]}
        doors.append(
            {
                "label": kind.label,
                "count": counts[kind.value],
                "url": asked.address.toggled(DIFFICULTY.name, kind.value),
                "rows": own[:SENTENCES],
            }
        )
    return doors


class DifficultiesSitemap(PathSitemap):
    """The page itself, when some sheet tells a difficulty."""

    def items(self) -> list[str]:
        told = visible(ProjectPage.objects).exclude(difficulties=None)
        return [DIFFICULTIES.path] if told.exists() else []
