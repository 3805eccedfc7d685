"""Ways to « Ce que l’on sait de… » from lists and sheets; none asks the database."""

from catalogue.records import KIND
from taxonomy.facets import THEME

from .addresses import url_of

MOST = 2  # subjects of one list


def of_list(results: dict, listing) -> list[dict]:
    """[{label, url}] of the sub-themes that half or more of what was found is about, those of most first."""
    if listing.kind not in ("", KIND) or not results.get("total"):
        return []
    territory = (results.get("territory") or {}).get("code", "")
    group = next((one for one in results.get("facets", ()) if one["name"] == THEME.name), None)
    rows = [
        one
        for one in (group["values"] if group else ())
        if one["depth"] and one["count"] and 2 * one["count"] >= results["total"]
    ]
    rows.sort(key=lambda one: -one["count"])
    return [{"label": one["label"], "url": url_of(one["value"], territory)} for one in rows[:MOST]]


def of_sheet(page) -> list[dict]:
    """[{label, url}] of its sub-themes, the main one first."""
    return [
        {"label": one.name, "url": url_of(one.slug)}
        for one in page.themes
        if one.parent_id and not one.merged
    ]
