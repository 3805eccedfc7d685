"""Rows of a page keep their order, whoever wrote them."""

from modelcluster.models import ClusterableModel, get_all_child_relations


def number_rows(page: ClusterableModel) -> None:
    """Give the rows that are about to be saved their place. Those that code made have none, and a database
    gives back rows of no place in any order: PostgreSQL in another one after each change."""
    loaded = getattr(page, "_cluster_related_objects", {})
    for relation in get_all_child_relations(type(page)):
        rows = loaded.get(relation.get_accessor_name(), ())
        if any(getattr(row, "sort_order", 0) is None for row in rows):
            for place, row in enumerate(rows):
                row.sort_order = place
