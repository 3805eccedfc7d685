"""Reuses of content files: those that sheets tell (`reused_by`, `reuse_of` of their rows), and those of a file of their
own. What is told twice, from both ends, is one reuse."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.models import ImportedSheet, ProjectPage
from core.dates import parse as parse_date
from core.importing import ImportRefused, ImportReport, import_rows, text_of
from territories.matching import authority_for
from territories.models import Authority
from territories.names import fold

from .graph import Graph
from .models import Node, Reuse
from .states import By

# The sheet at one end of a reuse, and who is at the other.
_OTHER_END = {"original": "reuser", "reuser": "original"}


@dataclass(slots=True)
class _Told:
    """A reuse as a sheet's row tells it, from the end at which the sheet stands."""

    end: str
    sheet: str  # id of the row
    name: str
    authority: Authority | None
    reuse: Reuse  # without its ends


def import_reuses_of_sheets(rows: list[dict], *, source: str) -> ImportReport:
    """Of rows as in `data/demo/cases.json`, whose sheets `source` has brought. Raises ImportRefused."""
    graph = _Growing(source)

    def save(read):
        told = [one for row in read for one in row.thing]
        for one in told:
            ends = {one.end: graph.of_sheet(one.sheet)}
            other = graph.of_sheet_at_the_other_end(one, told) or graph.at_the_other_end(one)
            ends[_OTHER_END[one.end]] = other
            graph.add(one.sheet, one.reuse, **ends)

    return import_rows(rows, named_by="id", key=str, known=(), make=_told_by, save=save)


def _told_by(row: dict) -> list[_Told]:
    ends = [("original", item) for item in row.get("reused_by", ())]
    ends += [("reuser", item) for item in row.get("reuse_of", ())]
    return [_told(row, end, item) for end, item in ends]


def _told(row: dict, end: str, item: dict) -> _Told:
    index = item.get("source_index")
    source = {} if index is None else row["sources"][index]
    reuse = Reuse(
        what=item["what"],
        date=str(item.get("year") or ""),
        source_title=source.get("title") or "",
        source_url=source.get("url") or "",
    )
    return _Told(end, row["id"].strip(), *_who(item), _checked(reuse))


def import_reuses(
    rows: list[dict],
    *,
    same: Mapping[str, Mapping[str, list[str]]],
    continues: Mapping[str, Mapping[str, str]],
    source: str,
) -> ImportReport:
    """Rows as in `data/demo/reuses.json`. same: chain -> a name as one row writes it -> the names by which others of
    the chain call those that it means. continues: chain -> name -> id of a sheet that comes from it. Raises
    ImportRefused."""
    graph = _Growing(source)

    def make(row):
        sources = row["sources"]
        reuse = Reuse(
            what=row["what"],
            changed=row.get("adapted") or "",
            remark=row.get("note") or "",
            date=parse_date(row["date"]) if row.get("date") else "",
            source_title=sources[0]["title"] if sources else "",
            source_url=(sources[0]["url"] or "") if sources else "",
        )
        ends = [(end.get("sheet_id") or "", *_who(end)) for end in (row["from"], *row["to"])]
        return row.get("chain") or row["id"], _checked(reuse), ends

    def save(read):
        for chain, names in continues.items():
            for name, sheet in names.items():
                graph.call(name, graph.origin_of(sheet), scope=chain)
        for row in read:
            scope, reuse, ((sheet, name, authority), *takers) = row.thing
            meant = same.get(scope, {}).get(name)
            if sheet and not meant:
                originals = [graph.of_sheet(sheet, name, scope=scope)]
            else:
                originals = [
                    graph.named(one, authority if one == name else None, scope=scope)
                    for one in meant or [name]
                ]
            for sheet, name, authority in takers:
                taker = (
                    graph.of_sheet(sheet, name, scope=scope)
                    if sheet
                    else graph.named(name, authority, scope=scope)
                )
                for original in originals:
                    graph.add(row.key, reuse, original=original, reuser=taker)

    return import_rows(rows, named_by="id", key=str, known=(), make=make, save=save)


def _who(item: dict) -> tuple[str, Authority | None]:
    """The name as written, and whom it names in the register: never one that it only speaks of (« Communauté de
    communes de l'Emblavez (Vorey) » has the code of Vorey)."""
    name = text_of(item, "name", required=True)
    if not (item.get("insee") or item.get("siren")):
        return name, None
    found = authority_for({"type": "", "region_code": "", "departement_code": "", **item})
    said = fold(name)
    return name, found if said.startswith(
        (fold(found.name), fold(found.full_name or found.name))
    ) else None


def _checked(reuse: Reuse) -> Reuse:
    reuse.clean_fields(exclude=["original", "reuser"])
    return reuse


@dataclass(slots=True)
class _Growing:
    """The graph as the rows of a file make it grow."""

    source: str
    _sheets: dict[str, ProjectPage] = field(default_factory=dict)
    _named: dict[tuple[str, str], Node] = field(default_factory=dict)  # (scope, name)
    _graph: Graph | None = None

    def of_sheet(self, key: str, name: str = "", *, scope: str = "") -> Node:
        if not self._sheets:
            found = ImportedSheet.objects.filter(source=self.source).exclude(page=None)
            self._sheets = {one.key: one.page for one in found.select_related("page")}
        if key not in self._sheets:
            raise ImportRefused([f"aucune fiche « {key} » n’est venue de « {self.source} »"])
        node, _ = Node.objects.get_or_create(sheet=self._sheets[key], defaults={"name": name})
        if name:
            self._named[scope, name] = node
        return node

    def of_sheet_at_the_other_end(self, one: _Told, told: list[_Told]) -> Node | None:
        """Of a sheet of the same file that tells the same reuse."""
        if one.authority is None:
            return None
        own = self.of_sheet(one.sheet).sheet.authority
        for other in told:
            if other.end == _OTHER_END[one.end] and other.authority == own:
                node = self.of_sheet(other.sheet)
                if node.sheet.authority == one.authority:
                    return node
        return None

    def at_the_other_end(self, one: _Told) -> Node:
        """Of who has no sheet in the file. Whom sheets come from is the same for all that do; who takes one up is its
        own affair. One that stands there already, of an earlier import, is that one."""
        sheet, scope = self.of_sheet(one.sheet), "" if one.end == "reuser" else one.sheet
        edge = (
            {"taken_up__reuser": sheet} if one.end == "reuser" else {"taken_from__original": sheet}
        )
        known = Node.objects.filter(sheet=None, name=one.name, **edge).first()
        if known is not None:
            self.call(one.name, known, scope=scope)
        return self.named(one.name, one.authority, scope=scope)

    def origin_of(self, key: str) -> Node:
        origin = Node.objects.filter(taken_up__reuser=self.of_sheet(key)).first()
        if origin is None:
            raise ImportRefused([f"la fiche « {key} » ne vient de personne"])
        return origin

    def call(self, name: str, node: Node, *, scope: str) -> None:
        self._named[scope, name] = node

    def named(self, name: str, authority: Authority | None, *, scope: str) -> Node:
        if (scope, name) not in self._named:
            self.call(name, Node.objects.create(name=name, authority=authority), scope=scope)
        return self._named[scope, name]

    def add(self, row: str, reuse: Reuse, *, original: Node, reuser: Node) -> None:
        if self._graph is None:
            self._graph = Graph.of(Reuse.objects.values_list("original_id", "reuser_id"))
        if reuser.pk in self._graph.children.get(original.pk, ()):
            return  # told by the other end, or by an earlier import
        if self._graph.closes_a_circle(original.pk, reuser.pk):
            raise ImportRefused(
                [f"{row} : « {reuser} » d’après « {original} » fermerait un cercle"]
            )
        fresh = Reuse(
            original=original,
            reuser=reuser,
            **{
                name: getattr(reuse, name)
                for name in ("what", "changed", "remark", "date", "source_title", "source_url")
            },
        )
        fresh.save()
        fresh.document(By.EDITOR)
        self._graph.children[original.pk].append(reuser.pk)
        self._graph.parents[reuser.pk].append(original.pk)
