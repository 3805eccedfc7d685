"""The engine for more than one machine: an Elasticsearch, 8 or 9."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from core.records import Record
from search.engines import documents, elasticsearch_query
from search.engines.base import EngineUnavailable, Health, Hit, Page
from search.engines.elasticsearch_address import ServerAddress
from search.engines.elasticsearch_client import (
    NO_INDEX,
    Q,
    Search,
    Server,
    ServerSilent,
    scan,
    streaming_bulk,
    translated,
)
from search.engines.elasticsearch_index import (
    alias_of,
    document,
    mappings,
    new_name,
    settings,
    stem_of,
)
from search.engines.ladder import Ladder, ladder
from search.engines.queries import Part, SearchQuery
from search.text import analysis
from search.text.parsing import NOTHING
from search.text.spelling import SHORTEST, Vocabulary, allowed_edits

OWN_LIMIT = 50
MAX_TERMS = 65_000  # Elasticsearch gives no more than 65,536 buckets
NEAR_CANDIDATES = 50
# Seconds that writing may take beyond an ordinary call, by record: a batch of 500 takes 1 to 2 s.
PER_RECORD = 0.01
REBUILD_CHUNK = 500
# The same score whatever the shard, and no count from half of them.
WHOLE = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": False}


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(self, address: ServerAddress, locks):
        """locks: see `search.engines.locks`."""
        self.address = address
        self.alias = alias_of(address)
        self.server = Server(address)
        self._locks = locks

    # Reading

    def search(self, query: SearchQuery, *, facets: Iterable[str] = ()) -> Page:
        (found,) = self.search_many([Part(query, tuple(facets))])
        return found

    def search_many(self, parts: Sequence[Part]) -> list[Page]:
        if not parts:
            return []
        known: dict = {}
        asked, ladders = [], []
        for part in parts:
            rungs = self._ladder(part.query, known)
            ladders.append(rungs)
            asked.append(elasticsearch_query.search(part.query, rungs, list(part.facets)))
            if (place := part.query.near) and _has_own_apart(part.query):
                asked.append(elasticsearch_query.own_search(part.query, place, rungs, OWN_LIMIT))
        answers = iter(self._searches(asked))
        return [
            _page(rungs, next(answers), next(answers) if _has_own_apart(part.query) else None)
            for part, rungs in zip(parts, ladders, strict=True)
        ]

    def count(self, query: SearchQuery) -> int:
        selected = elasticsearch_query.filters(query)
        found = elasticsearch_query.matching(query, self._ladder(query, {}), *selected)
        return self._count(found)

    def _ladder(self, query: SearchQuery, known: dict) -> Ladder:
        """known: of the other queries of the same call."""
        if not query.parsed.required:
            return Ladder(query.parsed)
        key = (query.kind, query.parsed)
        if key not in known:

            def count(clauses):
                (answer,) = self._searches([elasticsearch_query.words_of(clauses, query.kind)])
                buckets = answer["aggregations"]["words"]["buckets"]
                found = [buckets[str(number)]["doc_count"] for number in range(len(clauses))]
                return answer["hits"]["total"]["value"], found

            known[key] = ladder(query, count, self.near_terms)
        return known[key]

    def terms(self, prefix: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        pattern = f"{_literal(prefix.lower())}.*" if prefix else None
        size = min(limit or MAX_TERMS, MAX_TERMS)
        found = self._counted("words", pattern, size)
        plain = analysis.plain(prefix)
        if found or not plain:
            return found
        spelt = self._counted("spellings", f"{_literal(plain)}.*", MAX_TERMS)
        words = ((spelling.partition(" ")[2], count) for spelling, count in spelt)
        return Vocabulary(words).beginning(plain)[:size]

    def near_terms(self, word: str) -> list[tuple[str, int]]:
        """Lucene proposes, the rule that both engines share decides."""
        plain = analysis.plain(word)
        if not SHORTEST <= len(plain) <= analysis.LONGEST:
            return []
        suggestion = {
            "text": plain,
            "term": {
                "field": "plain_words",
                "suggest_mode": "always",
                "string_distance": "damerau_levenshtein",
                "max_edits": allowed_edits(plain),
                "prefix_length": 0,
                "min_word_length": SHORTEST,
                # A share of the documents; from 1 on it would be a number of them.
                "max_term_freq": 0.9999,
                "size": NEAR_CANDIDATES,
                "shard_size": NEAR_CANDIDATES,
            },
        }
        (answer,) = self._searches([Search().extra(size=0, suggest={"near": suggestion})])
        options = [one["text"] for entry in answer["suggest"]["near"] for one in entry["options"]]
        if not options:
            return []
        pattern = f"({'|'.join(_literal(option) for option in options)}) .*"
        spelt = self._counted("spellings", pattern, MAX_TERMS)
        words = [(spelling.partition(" ")[2], count) for spelling, count in spelt]
        return Vocabulary(words).near(word)

    def similar(
        self, key: str, limit: int = 3, *, first: Sequence[tuple[str, str]] = ()
    ) -> list[Hit]:
        vectors = self.server.call(
            lambda client: client.termvectors(
                index=self.alias,
                id=key,
                fields=[*documents.TEXTS, "kind"],
                term_statistics=True,
                field_statistics=True,
                positions=False,
                offsets=False,
                payloads=False,
                realtime=False,
            )
        )
        if not vectors["found"]:
            return []
        asked = elasticsearch_query.similar(key, vectors["term_vectors"], first)
        if asked is None:
            return []
        (answer,) = self._searches([asked.extra(size=limit)])
        return _hits(Ladder(NOTHING), answer)[0]

    def stamps(self) -> Iterator[tuple[str, str]]:
        with translated():
            for found in scan(
                self.server.patiently(),
                index=self.alias,
                query={"_source": False, "docvalue_fields": ["stamp"]},
                size=2_000,
                raise_on_error=True,
            ):
                yield found["_id"], found["fields"]["stamp"][0]

    def generation(self) -> str:
        stats = self.server.call(
            lambda client: client.indices.stats(index=self.alias, metric="docs", level="shards")
        )
        operations = {
            (index, number): max(copy["seq_no"]["max_seq_no"] for copy in copies)
            for index, state in stats["indices"].items()
            for number, copies in state["shards"].items()
        }
        index = ",".join(sorted(stats["indices"]))
        return f"{index}:{sum(operations.values())}"

    def health(self) -> Health:
        try:
            return Health(self.name, True, self._count(Q("match_all")))
        except EngineUnavailable as error:
            return Health(self.name, False, 0, str(error))

    def needs_rebuild(self) -> bool:
        """Raises EngineUnavailable when the server is silent: then it is not known."""
        return not self.server.call(
            lambda client: bool(client.indices.exists_alias(name=self.alias))
        )

    # Writing

    def exclusive(self):
        return self._locks.writing()

    def write(self, upserts: Iterable[Record], deletes: Iterable[str]) -> None:
        """Shown by one refresh. A batch that fails half-way is written again by whoever retries it."""
        actions = _actions(upserts, deletes)
        if not actions:
            return
        extra = PER_RECORD * len(actions)

        def writing(client):
            # Without `require_alias` a write would create an index of that name, with no fields.
            _send(client, actions, index=self.alias, require_alias=True)
            client.indices.refresh(index=self.alias)

        self.server.call(writing, extra=extra)

    def rebuild(
        self, records: Iterable[Record], catch_up: Callable[[Callable], None] | None = None
    ) -> int:
        with self._locks.rebuilding(), translated():
            try:
                return self._rebuild(records, catch_up)
            except ServerSilent as error:
                raise EngineUnavailable(str(error)) from error

    # Inside

    def _rebuild(self, records, catch_up) -> int:
        client = self.server.patiently()
        fresh = new_name(self.address)
        client.indices.create(
            index=fresh, settings=settings(self.address), mappings=mappings(),
            wait_for_active_shards=1,
        )  # fmt: skip
        count = 0

        def write(upserts, deletes=()):
            _send(client, _actions(upserts, deletes), index=fresh)

        try:
            chunk: list[Record] = []
            for record in records:
                chunk.append(record)
                if len(chunk) == REBUILD_CHUNK:
                    write(chunk)
                    count += len(chunk)
                    chunk = []
            write(chunk)
            count += len(chunk)
            with self.exclusive():
                if catch_up:
                    catch_up(write)
                client.indices.refresh(index=fresh)
                self._put_in_service(client, fresh)
        except BaseException:
            with translated():
                client.indices.delete(index=fresh, ignore_unavailable=True)
            raise
        self._clean(client, fresh)
        return count

    def _put_in_service(self, client, fresh: str) -> None:
        """In one step: no request finds no index, or two."""
        actions: list[dict] = [{"add": {"index": fresh, "alias": self.alias}}]
        if client.indices.exists_alias(name=self.alias):
            before = client.indices.get_alias(name=self.alias)
            actions += [{"remove": {"index": name, "alias": self.alias}} for name in before]
        client.indices.update_aliases(actions=actions)

    def _clean(self, client, fresh: str) -> None:
        """Only ours: what was just replaced, what killed rebuilds left, what old versions used.

        Of the other versions the newest in service stays: during an upgrade, other hosts still read it.
        """
        known = client.indices.get_alias(index=f"{stem_of(self.address)}*")
        others = [name for name, state in known.items() if name != fresh and state["aliases"]]
        kept = {fresh, *sorted(others, key=lambda name: name.rsplit("-", 2)[1:])[-1:]}
        for name in known:
            if name not in kept:
                client.indices.delete(index=name, ignore_unavailable=True)

    def _searches(self, asked: list[Search]) -> list[dict]:
        """Answers of several searches in one request."""
        lines = [part for one in asked for part in ({"index": self.alias} | WHOLE, one.to_dict())]

        def searching(client):
            answers = client.msearch(searches=lines)["responses"]
            for answer in answers:
                if "error" in answer:
                    _raise_for(answer)
            return answers

        return self.server.call(searching)

    def _count(self, found: Q) -> int:
        answer = self.server.call(
            lambda client: client.count(index=self.alias, query=found.to_dict())
        )
        return answer["count"]

    def _counted(self, field: str, pattern: str | None, size: int) -> list[tuple[str, int]]:
        """Values of a field and the records that hold each, most first, then a to z."""
        asked = Search().extra(size=0)
        options = {"include": pattern} if pattern else {}
        order = [{"_count": "desc"}, {"_key": "asc"}]
        asked.aggs.bucket("values", "terms", field=field, size=size, order=order, **options)
        (answer,) = self._searches([asked])
        return [
            (bucket["key"], bucket["doc_count"])
            for bucket in answer["aggregations"]["values"]["buckets"]
        ]


def _raise_for(answer: dict) -> None:
    """An error of one search among several, which the library leaves in its answer."""
    kind, status = answer["error"].get("type", ""), answer.get("status", 500)
    if kind == "index_not_found_exception":
        raise EngineUnavailable(NO_INDEX)
    if status in (429, 502, 503, 504):
        raise ServerSilent(f"the server is busy ({status}, {kind})")
    causes = answer["error"].get("root_cause") or [answer["error"]]
    raise EngineUnavailable(f"the server refused a search: {causes[0].get('reason', kind)}")


def _has_own_apart(query: SearchQuery) -> bool:
    return bool(query.near and query.own_apart)


def _page(rungs: Ladder, found: dict, own: dict | None) -> Page:
    hits, total = _hits(rungs, found)
    own_hits, own_total = _hits(rungs, own) if own else ([], 0)
    answered = found.get("aggregations", {})
    total += own_total
    return Page(
        hits=hits,
        total=total,
        facets=elasticsearch_query.counts(answered),
        own_hits=own_hits,
        own_total=own_total,
        whole=answered[elasticsearch_query.WHOLE]["doc_count"] if rungs.is_soft else total,
        parsed=rungs.parsed,
        corrections=rungs.corrections,
    )


def _hits(rungs: Ladder, answer: dict) -> tuple[list[Hit], int]:
    hits = [_hit(rungs, found) for found in answer["hits"]["hits"]]
    return hits, answer["hits"].get("total", {}).get("value", 0)


def _hit(rungs: Ladder, found: dict) -> Hit:
    hit = documents.hit(found["fields"]["payload"][0])
    if not rungs.is_soft:
        return hit
    held = set(found.get("matched_queries", ()))
    missing = (one for number, one in enumerate(rungs.words) if str(number) not in held)
    return replace(hit, missing=tuple(one.clause.typed for one in missing))


def _actions(upserts: Iterable[Record], deletes: Iterable[str]) -> list[dict]:
    actions: list[dict] = [{"_op_type": "delete", "_id": key} for key in deletes]
    actions += [{"_id": record.key, "_source": document(record)} for record in upserts]
    return actions


def _send(client, actions: list[dict], **options) -> None:
    """Raises EngineUnavailable when one is refused. Deleting what is not there is no failure."""
    for is_done, outcome in streaming_bulk(client, actions, raise_on_error=False, **options):
        (answer,) = outcome.values()
        if is_done or (answer.get("status") == 404 and "error" not in answer):
            continue
        error = answer.get("error") or {}
        if error.get("type") == "index_not_found_exception":
            raise EngineUnavailable(NO_INDEX)
        raise EngineUnavailable(f"the server refused {answer.get('_id')}: {error.get('reason')}")


def _literal(text: str) -> str:
    """As itself in Lucene's regular expressions."""
    return re.sub(r"([^\w])", r"\\\1", text)
