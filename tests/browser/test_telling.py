"""A project told on a phone of 360 px, without JavaScript, at human typing speed: what it costs its author."""

import pytest

MOST_ACTS = 40  # taps and fields
HEAVIEST = 150_000  # octets over the wire, of all pages
MOST_SECONDS = 240
TYPED = 3.0  # characters a second, on a phone
TAP = 1.5  # seconds, to find a button and to touch it
PAGE = 0.5  # seconds, for a page to come

# The shortest honest way, from the second screen on: {field: text}; a choice is touched.
SCREENS = (
    {"title": "Démarches en ligne en un seul guichet"},
    {"context": "Trop de trajets pour les habitants."},
    {"actions": "Un formulaire par démarche, relu par deux agents."},
    {"status=en_service": "", "start": "2024"},
    {"investment": "12500"},
    {"days": "40"},
    {"fournisseur": "", "fournisseur_mots": "Huit mois de retard."},
    {"results_text": "Six démarches sur dix se font en ligne."},
    {"reproducibility": "Un agent à mi-temps pendant six mois."},
    {"again": "Commencer par deux démarches."},
    {"contact_function": "Secrétaire générale", "courriel": "claude@boe.invalid"},
)


@pytest.mark.parametrize("width", [320, 360])
def test_the_shortest_honest_way(views, width):
    view = views.new(width=width, javascript=False).open("/raconter/")
    page = view.page
    acts = seconds = 0

    def touch(selector: str, *, leads: bool = False) -> None:
        nonlocal acts, seconds
        acts, seconds = acts + 1, seconds + TAP + (PAGE if leads else 0)
        if leads:
            with page.expect_navigation():
                page.click(selector)
        else:
            page.check(selector)

    def write(name: str, text: str) -> None:
        nonlocal acts, seconds
        acts, seconds = acts + 1, seconds + TAP + len(text) / TYPED
        page.fill(f"[name={name}]", text)

    page.wait_for_timeout(2100)  # sooner, it is a robot
    write("collectivite", "Boé")
    touch("main button", leads=True)
    for number, fields in enumerate(SCREENS, start=2):
        assert f"Question {number} sur 12" in page.inner_text("main")
        for name, text in fields.items():
            if text:
                write(name, text)
            else:
                name, _, value = name.partition("=")
                touch(f"[name={name}]{f'[value={value}]' if value else ''}")
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, number
        touch("main button", leads=True)
    assert "Vérifiez vos réponses" in page.inner_text("main")
    page.wait_for_timeout(2100)
    touch("main button[type=submit]", leads=True)
    assert "Il reste à confirmer votre adresse" in page.inner_text("main")
    # The mail is opened, and its button touched.
    acts, seconds = acts + 2, seconds + 2 * (TAP + PAGE)
    octets = sum(view.weights.values())
    print(f"\n{width} px: {acts} taps and fields, {octets} octets, {seconds:.0f} s")
    assert acts <= MOST_ACTS
    assert octets <= HEAVIEST
    assert seconds < MOST_SECONDS


def test_a_sentence_shows_when_its_difficulty_is_ticked(views):
    view = views.new(width=390, javascript=False).open("/raconter/")
    page = view.page
    page.wait_for_timeout(2100)
    page.fill("[name=collectivite]", "Boé")
    page.click("main button")
    page.goto(page.url.replace("/2/", "/8/"))
    words = page.locator("[name=budget_mots]")
    assert not words.is_visible()
    page.get_by_label("Budget", exact=True).check()
    assert words.is_visible()
