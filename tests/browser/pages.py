"""Every type of page that a visitor sees, and one address of it in the demo content."""

import json
from dataclasses import dataclass, field

TERRITORY = "47031"  # Boé, Lot-et-Garonne
# "{…}": a page that samples.py chooses.
ADDRESSES = {
    "home": "/",
    "catalogue": "/projets/",
    "catalogue, last page": "/projets/?page=7",
    "search": "/projets/?q=inclusion+num%C3%A9rique",
    "search with a mistake": "/projets/?q=eclairaje+public",
    "many filters": "/projets/?theme=donnees-ia&taille=8&taille=9&type=metropole&tri=date",
    "no result": "/projets/?q=zzxqyvb&theme=donnees-ia",
    "complaint": "/projets/?q=mes+agents+n%27en+veulent+pas",
    "difficulties": "/difficultes/",
    "difficulties of a kind": "/difficultes/?difficulte=adhesion_agents",
    "difficulties, no result": "/difficultes/?q=zzxqyvb",
    "territory": f"/projets/?territoire={TERRITORY}",
    "territory and words": f"/projets/?territoire={TERRITORY}&q=eau",
    "territory that is not sure": "/projets/?territoire=saint-denis",
    "map": "/projets/?vue=carte",
    "map of a département": f"/projets/?vue=carte&departement=47&territoire={TERRITORY}",
    "sheet": "{fullest}",
    "sheet with a territory": f"{{fullest}}?territoire={TERRITORY}",
    "long sheet": "{longest}",
    "debate sheet": "{debate}",
    "site search": "/recherche/?q=num%C3%A9rique",
    "site search, empty": "/recherche/",
    "site search, no result": "/recherche/?q=zzxqyvb",
    "my territory": "/mon-territoire/",
    "which territory": "/mon-territoire/?nom=saint-denis",
    "territory nearly named": "/mon-territoire/?nom=quimpair",
    "no such territory": "/mon-territoire/?nom=xyzxyz",
    "agenda": "/agenda/",
    "agenda with filters": "/agenda/?theme=inclusion-numerique&periode=passees",
    "agenda near a territory": f"/agenda/?territoire={TERRITORY}",
    "agenda of a year": "/agenda/?annee=2023",
    "agenda, empty": "/agenda/?q=zzxqyvb",
    "event": "{programme}",
    "event with a call": "{call}",
    "event put off": "{postponed}",
    "past event": "{past}",
    "tours": "/tournees/",
    "tour": "{tour}",
    "tour to come": "{tour_to_come}",
    "dates to embed": "{tour_to_come}dates/",
    "collections": "/collections/",
    "collection": "/collections/village-moins-500/",
    "publications": "/publications/",
    "publications with filters": "/publications/?publication=rapport&annee=2015",
    "publication": "/publications/rapport-oural-2015/",
    "publication with figures": "/publications/charte-donnee-nantes-2019/",
    "recommendation": "/publications/rapport-oural-2015/recommandations/sans-numero-1/",
    "following": "/publications/rapport-oural-2015/recommandations/sans-numero-1/suivre/",
    "following, sent": "/publications/rapport-oural-2015/recommandations/sans-numero-1/suivre/envoi/",
    "funding list": "/financements/",
    "funding": "/financements/france-relance-tnct/",
    "deadlines": "/echeances/",
    "deadline": "/echeances/cuivre-lot-1/",
    "network": "/reseau/",
    "expertises": "/expertises/",
    "expertise": "/expertises/ternum-donnees-marches/",
    "labels": "/labels/",
    "label": "/labels/label-national-territoires-villes-et-villages-internet/",
    "groups": "/groupes/",
    "group": "/groupes/commission-numerique/",
    "joining": "/groupes/alpes-numerique-libre/rejoindre/",
    "joining, sent": "/groupes/alpes-numerique-libre/rejoindre/envoi/",
    "programmes": "/programmes/",
    "programme": "/programmes/opendatalocale/",
    "partnerships": "/partenariats/",
    "partnership": "/partenariats/convention-avicca-fnccr/",
    "members": "/organisations/sitiv/adherents/?avec=sitpi",
    "proposal": "{call}proposer/",
    "proposal sent": "{call}proposer/envoi/",
    "call that is closed": "{past}proposer/",
    "telling": "/raconter/",
    "taking over": "/f/2/reprendre/",
    "question": "/f/2/demander/?fait=costs",
    "question sent": "/f/2/demander/envoi/",
    "questions in numbers": "/questions/chiffres/",
    "swarm": "/projets/adico-oise/essaimage/",
    "swarm of nobody": "/projets/nantes-debat-5g/essaimage/",
    "swarms": "/essaimage/",
    "reuse": "/f/2/repris/",
    "reuse of ours": "/f/2/repris-par/",
    "reuse sent": "/f/2/repris/envoi/",
    "authority": f"/territoires/{TERRITORY}/",
    "authority, a council": "/territoires/D47/?semblables=taille",
    "themes": "/themes/",
    "what is known of a theme": "/themes/eclairage-public/",
    "what is known, for a territory": f"/themes/eclairage-public/?territoire={TERRITORY}",
    "services": "/services/",
    "services near a territory": "/services/?territoire=07019",
    "service": "/services/inforoutes-adhesion/?territoire=07019",
    "out of date": "/f/2/signaler/",
    "out of date, sent": "/f/2/signaler/envoi/",
    "list with a selection": f"/projets/?q=eau&territoire={TERRITORY}&f=139,37",
    "sheet with a selection": f"{{fullest}}?territoire={TERRITORY}&f=139,37",
    "selection": f"/selection/?territoire={TERRITORY}&f=139,37,122",
    "selection, empty": "/selection/",
    "selection that is not all there": "/selection/?territoire=saint-denis&f=37,deux,999999",
    "side by side": f"/comparer/?territoire={TERRITORY}&f=139,37,122,102",
    "side by side of one": "/comparer/?f=37",
    "sending": "/f/2/envoyer/",
    "sending of a selection, sent": "/selection/envoyer/envoi/?f=139,37",
    "council note": f"/note/?territoire={TERRITORY}&f=139,37,122",
    "council note of nothing": "/note/",
    "alert": f"/alertes/nouvelle/?q=eau&territoire={TERRITORY}",
    "alert on nothing": "/alertes/nouvelle/",
    "alert sent": "/alertes/nouvelle/envoi/",
    "letters": "/lettres/",
    "letter to subscribe to": "/lettres/abonnement/",
    "letter subscription sent": "/lettres/abonnement/envoi/",
    "about": "/a-propos/",
    "credits": "/credits-et-licences/",
    "legal": "/mentions-legales/",
    "accessibility": "/accessibilite/",
    "ecodesign": "/ecoconception/",
    "personal data": "/donnees-personnelles/",
    "lost": "/nulle-part/",
}
# Not behind any address of the demo content: samples.py makes them.
MADE = [
    *("forbidden", "stale form", "failed", "components", "event with a project"),
    *("proposal with errors", "interest", "interest sent", "interest with errors"),
    *("interest confirmation", "interest confirmed", "interest confirmed twice"),
    *("interest withdrawal", "link cut in two"),
    *("telling with errors", "screen", "screen with errors", "screen of difficulties"),
    *("answers to check", "story kept for later", "story to confirm", "story confirmed"),
    *("screen of a sheet taken over", "answers about a sheet taken over"),
    *("story in review", "question to the author", "story that is gone"),
    *(
        "question with errors",
        "question confirmation",
        "question confirmed",
        "asker",
        "asker answered",
    ),
    *("owner", "owner question", "owner answer with errors", "owner link that died"),
    *("what is said of a sheet", "sheet with what was said"),
    *("owner check", "owner check with errors", "sheet without news", "out of date with errors"),
    *("sheet with an answer", "mail refusal", "mail refused"),
    *("reuse with errors", "reuse confirmation", "reuse confirmed", "declarer", "other side"),
    "reuse confirmed by both",
    *("alert with errors", "alert confirmation", "alert confirmed"),
    *("alerts of one", "alerts to leave", "alerts left", "letter", "what became of a note"),
    *("log-in", "log-in with errors", "second factor", "second factor with errors"),
    *("new password", "new password asked", "new password by a dead link"),
    *("invitation", "invitation cut in two"),
    *(f"{name} while search is down" for name in ("home", "catalogue", "agenda")),
]
NAMES = [*ADDRESSES, *MADE]
STATUSES = {
    "lost": 404,
    "call that is closed": 410,
    "forbidden": 403,
    "stale form": 403,
    "failed": 500,
    "proposal with errors": 422,
    "interest with errors": 422,
    "alert with errors": 422,
    "telling with errors": 422,
    "screen with errors": 422,
    "story that is gone": 410,
    "link cut in two": 404,
    "question with errors": 422,
    "owner answer with errors": 422,
    "owner check with errors": 422,
    "out of date with errors": 422,
    "owner link that died": 410,
    "invitation cut in two": 404,
}


@dataclass(frozen=True)
class Shown:
    """A page to open. body: of a page that was made, to be served at `path` by the browser's driver."""

    name: str
    path: str
    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def shown_pages(instance) -> dict[str, Shown]:
    """One page of each type, by its name."""
    code = "from tests.browser.samples import show; show()"
    samples = json.loads(instance.run(code).splitlines()[-1])
    shown = [
        Shown(name, address.format(**samples["chosen"]), STATUSES.get(name, 200))
        for name, address in ADDRESSES.items()
    ]
    shown += [
        Shown(name, f"/essai/{name.replace(' ', '-')}/", **samples["made"][name]) for name in MADE
    ]
    return {page.name: page for page in shown}
