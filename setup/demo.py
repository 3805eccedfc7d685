"""The demo content: real sheets and organisations, loaded once. See data/demo/README.md."""

import json

from django.conf import settings
from tqdm import tqdm

from catalogue.importing import import_sheets
from core.loading import load_once
from curation.importing import import_collections
from events.demonstration import create_demonstration_tour
from events.importing import import_events
from expertise.importing import import_expertises
from funding.importing import import_funding
from groups.importing import import_groups, import_programmes
from labels.importing import import_labels
from landmarks.importing import import_deadlines
from network.importing import import_memberships, import_organisations, import_partnerships
from offers.importing import import_offers
from publications.importing import import_publications
from reuses.importing import import_reuses, import_reuses_of_sheets
from taxonomy.importing import import_themes

from .accounts import create_demo_accounts, give_demo_networks
from .tree import ensure_agenda, ensure_collections, ensure_publications, ensure_tree

PATH = settings.BASE_DIR / "data" / "demo" / "cases.json"
REUSES = settings.BASE_DIR / "data" / "demo" / "reuses.json"
COLLECTIONS = settings.BASE_DIR / "data" / "demo" / "collections.json"
SERVICES = settings.BASE_DIR / "data" / "demo" / "services.json"
PUBLICATIONS = settings.BASE_DIR / "data" / "demo" / "publications.json"
LABELS = settings.BASE_DIR / "data" / "demo" / "labels.json"
FUNDING = settings.BASE_DIR / "data" / "demo" / "funding.json"
EXPERTISES = settings.BASE_DIR / "data" / "demo" / "expertise.json"
DEADLINES = settings.BASE_DIR / "data" / "demo" / "deadlines.json"
GROUPS = settings.BASE_DIR / "data" / "demo" / "groups.json"
SOURCE = "demo"


def load_demo(*, quiet: bool = False) -> str:
    """Load what was not loaded yet. A line that says what came in."""
    content = json.loads(PATH.read_text(encoding="utf-8"))
    load_once("demo:themes", lambda: import_themes(content["meta"]["taxonomy"]["themes"]))
    load_once("demo:organisations", lambda: import_organisations(content["organisations"]))
    funding = json.loads(FUNDING.read_text(encoding="utf-8"))["funding"]
    # Before the sheets, whose rows name them.
    load_once("demo:funding", lambda: import_funding(funding))
    load_once("demo:accounts", create_demo_accounts)
    _, catalogue = ensure_tree()
    sheets = import_sheets(
        content["cases"],
        source=SOURCE,
        parent=catalogue,
        progress=lambda rows: tqdm(rows, desc="Fiches", unit="fiche", disable=quiet or not rows),
    )
    told = json.loads(REUSES.read_text(encoding="utf-8"))
    load_once("demo:reuses", lambda: _load_reuses(content["cases"], told))
    chosen = json.loads(COLLECTIONS.read_text(encoding="utf-8"))["collections"]
    parent = ensure_collections()
    load_once("demo:collections", lambda: import_collections(chosen, source=SOURCE, parent=parent))
    load_once("demo:services", _load_services)
    given = json.loads(LABELS.read_text(encoding="utf-8"))["labels"]
    load_once("demo:labels", lambda: import_labels(given, source=SOURCE))
    written = json.loads(PUBLICATIONS.read_text(encoding="utf-8"))["publications"]
    shelf = ensure_publications()
    load_once(
        "demo:publications", lambda: import_publications(written, source=SOURCE, parent=shelf)
    )
    awaited = json.loads(DEADLINES.read_text(encoding="utf-8"))["deadlines"]
    load_once("demo:deadlines", lambda: import_deadlines(awaited, source=SOURCE))
    offered = json.loads(EXPERTISES.read_text(encoding="utf-8"))["expertise"]
    load_once("demo:expertise", lambda: import_expertises(offered, source=SOURCE))
    agenda, tours = ensure_agenda()
    events = import_events(
        content["events"],
        source=SOURCE,
        agenda=agenda,
        tours=tours,
        progress=lambda rows: tqdm(
            rows, desc="Événements", unit="événement", disable=quiet or not rows
        ),
    )
    # After the events at which conventions were signed.
    load_once("demo:partnerships", lambda: import_partnerships(content["partnerships"]))
    load_once("demo:groups", _load_groups)
    load_once("demo:networks", give_demo_networks)
    load_once("demo:tour", lambda: create_demonstration_tour(agenda=agenda, tours=tours))
    return (
        f"{len(sheets.created)} fiches créées, {sheets.kept} déjà importées, "
        f"{len(events.created)} événements créés, {events.kept} déjà importés"
    )


def _load_reuses(sheets: list[dict], told: dict) -> None:
    import_reuses_of_sheets(sheets, source=SOURCE)
    import_reuses(told["reuses"], same=told["same"], continues=told["continues"], source=SOURCE)


def _load_services() -> None:
    content = json.loads(SERVICES.read_text(encoding="utf-8"))
    import_offers(content["services"], source=SOURCE, checked_on=content["checked_on"])


def _load_groups() -> None:
    content = json.loads(GROUPS.read_text(encoding="utf-8"))
    import_groups(content["groups"])
    import_programmes(content["programmes"], source=SOURCE)
    import_memberships(content["memberships"])
