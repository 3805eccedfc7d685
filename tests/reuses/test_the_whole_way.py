"""A reuse as all its people live it: who declares, the other side, the passer-by; and what may not be declared."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from core import identity
from core.mail.refusals import is_refused
from core.mail.unasked import MOST_MESSAGES, MessageCount
from core.models import OutgoingMail
from exchanges.models import OwnerAddress
from reuses.models import Declaration, Node, Reuse
from reuses.states import Kind
from tests.exchanges import questions
from tests.exchanges.questions import CONTACT, HALL, link, mails_to
from tests.factories import AuthorityFactory
from tests.failing_mail import NO_MAILBOX, OUR_RELAY, given_up
from tests.reuses.declarations import (
    BOE_HALL,
    DECLARER,
    data,
    declare,
    hall,
    other_path,
    path_of,
    send,
    sheet,
    tick,
)
from tests.reuses.made import documented

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def boe():
    return AuthorityFactory(code="47031", name="Boé")


def state() -> str:
    return Reuse.objects.with_state().get().current


def read(visitor, path) -> str:
    return visitor.get(path).content.decode()


def test_declared_confirmed_by_the_other_side_and_on_the_sheet(visitor, boe):
    about = sheet()
    assert f"/f/{about.number}/repris/" in read(visitor, about.url)
    form = read(visitor, f"/f/{about.number}/repris/")
    assert form.count('class="four__title"') == 4
    assert HALL not in form
    declaration = declare(visitor, about, boe)
    # Nobody but the declarer said it: it stands nowhere.
    for path in (about.url, "/essaimage/", "/"):
        assert "Boé" not in read(visitor, path)
    tick()
    [asked] = mails_to(HALL)
    assert "Boé" in asked.body
    assert "Le formulaire" in asked.body
    assert "annuaire de l’administration" in asked.body
    assert "Ne plus jamais recevoir" in asked.body
    assert DECLARER not in asked.body
    mine = path_of(declaration)
    assert "Nous avons demandé à l’autre collectivité" in read(visitor, mine)
    # A mail scanner opens it: nothing happens.
    reuse = Reuse.objects.get()
    path = other_path(reuse)
    assert "dit avoir repris votre projet" in read(visitor, path)
    assert state() == Kind.SENT
    answer = visitor.post(path, {"action": "confirmer"})
    assert "vous confirmez cette reprise" in read(visitor, answer.url)
    assert state() == Kind.CONFIRMED
    html = read(visitor, about.url)
    for words in ("Boé", "Confirmée par les deux", "Le formulaire", "12\u202f000\u00a0€", "Budget"):
        assert words in html, words
    assert "1 confirmée par les deux collectivités" in read(visitor, "/essaimage/")
    tick()
    assert "confirmée par les deux" in mails_to(DECLARER)[-1].subject
    assert "confirmée par les deux" in read(visitor, mine)
    for address in (DECLARER, HALL):
        for shown in (about.url, f"{about.url}essaimage/", "/essaimage/", mine, path):
            assert address not in read(visitor, shown)
    # Twice is once; and the declarer takes it back.
    visitor.post(path, {"action": "confirmer"})
    assert Reuse.objects.get().events.filter(kind=Kind.CONFIRMED).count() == 1
    visitor.post(mine, {"action": "retirer"})
    assert "Boé" not in read(visitor, about.url)


def test_the_owner_says_who_took_theirs_up(visitor, boe):
    hall(boe, BOE_HALL)
    about = sheet()
    declare(visitor, about, boe, "repris-par")
    tick()
    assert mails_to(HALL) == []
    [asked] = mails_to(BOE_HALL)
    assert "dit que son projet a été repris" in asked.body
    path = other_path(Reuse.objects.get(), BOE_HALL)
    assert "dit que vous avez repris son projet" in read(visitor, path)
    visitor.post(path, {"action": "contester", "pourquoi": "Ce n’était qu’une visite"})
    assert state() == Kind.CONTESTED
    assert "Boé" not in read(visitor, about.url)
    tick()
    assert "qu’une visite" in mails_to(DECLARER)[-1].body


def test_thirty_days_of_silence_are_no_refusal(visitor, boe):
    about = sheet()
    declare(visitor, about, boe)
    tick()
    tick(29)
    assert state() == Kind.SENT
    tick(31)
    tick(60)
    tick(400)
    assert state() == Kind.UNANSWERED
    assert len(mails_to(HALL)) == 1
    assert max(MessageCount.objects.values_list("count", flat=True)) <= MOST_MESSAGES
    page = read(visitor, path_of(Declaration.objects.get()))
    assert "n’a pas répondu en trente jours" in page
    # And it may still confirm.
    visitor.post(other_path(Reuse.objects.get()), {"action": "confirmer"})
    assert state() == Kind.CONFIRMED


def test_to_the_contact_first_never_to_the_declarer_and_else_to_the_editors(visitor, boe):
    about = sheet(contact_email=CONTACT)
    declare(visitor, about, boe)
    tick()
    assert (len(mails_to(CONTACT)), len(mails_to(HALL))) == (1, 0)
    declare(visitor, sheet(email="", name="Osmoy", contact_email=DECLARER), boe)
    tick()
    assert Reuse.objects.with_state().latest("pk").current == Kind.WITH_EDITORS


def test_a_mailbox_that_refuses_is_left_alone_and_an_address_that_ended_too(visitor, boe):
    about = sheet()
    declare(visitor, about, boe)
    tick()
    visitor.post(link(mails_to(HALL)[-1], "/courriels/refuser/"))
    assert is_refused(HALL)
    other = AuthorityFactory(name="Osmoy")
    declare(visitor, about, other, courriel="maire@osmoy.invalid")
    tick()
    assert len(mails_to(HALL)) == 1
    assert Reuse.objects.with_state().latest("pk").current == Kind.WITH_EDITORS
    visitor.post(other_path(Reuse.objects.earliest("pk")), {"action": "plus-moi"})
    tick()
    assert Reuse.objects.with_state().earliest("pk").current == Kind.WITH_EDITORS
    assert not OwnerAddress.objects.alive().exists()


@pytest.mark.parametrize(
    ("why", "becomes", "opens"),
    [(OUR_RELAY, Kind.WITH_EDITORS, 200), (NO_MAILBOX, Kind.BOUNCED, 410)],
)
def test_a_mail_that_never_left_ends_an_address_that_is_dead_alone(
    visitor, boe, why, becomes, opens
):
    declare(visitor, sheet(), boe)
    tick()
    path = other_path(Reuse.objects.get())
    given_up(OutgoingMail.objects.get(template="reuse_sent"), why)
    tick()
    assert becomes in Reuse.objects.get().events.values_list("kind", flat=True)
    assert visitor.get(path).status_code == opens
    tick(31)
    assert state() == Kind.UNANSWERED


def test_what_is_of_itself_a_circle_or_there_already_is_told_at_its_field(visitor, boe):
    about = sheet(name="Baugy")
    own = send(visitor, about, about.authority)
    assert own.status_code == 422
    assert "ne peut pas reprendre son propre projet" in own.content.decode()
    # Boé took it from Agen, and Baugy from Boé: Agen may not take it from Baugy.
    agen = AuthorityFactory(code="47001", name="Agen")
    documented(
        Node.objects.create(name="Agen", authority=agen), middle := sheet(email="", name="Osmoy")
    )
    documented(middle, about)
    for who in (agen, middle.authority):
        answer = send(visitor, about, who)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "fermerait un cercle" in html
        # Tied to its field, and nothing typed is lost.
        assert "id_collectivite_error" in html
        assert "Le formulaire" in html
    declare(visitor, about, boe)
    again = send(visitor, about, boe)
    assert again.status_code == 422
    assert "est déjà déclarée" in again.content.decode()
    assert Reuse.objects.count() == 3


def test_two_that_declare_the_same_at_once_make_one(visitor, boe):
    about = sheet()
    for address in ("un@boe.invalid", "deux@boe.invalid"):
        assert send(visitor, about, boe, courriel=address).status_code == 302
    questions.drain()
    paths = [
        link(one, "/reprises/confirmer/") for one in mail.outbox if "@boe.invalid" in one.to[0]
    ]
    assert len(paths) == 2
    for path in paths:
        assert visitor.post(path).status_code == 200
        assert "déjà confirmé" in read(visitor, path)
    assert Reuse.objects.count() == 1
    second = Declaration.objects.get(reuse=None)
    assert "est déjà déclarée" in read(visitor, path_of(second))


def test_a_source_goes_on_telling_what_it_tells(visitor, boe):
    about = sheet()
    documented(about, "Boé")  # of which the source gave no more than the name
    declaration = declare(visitor, about, boe)
    assert Reuse.objects.get().reuser.authority == boe
    html = read(visitor, about.url)
    assert "Documentée par une source" in html
    # What was typed waits for the other side.
    assert "Le formulaire" not in html
    visitor.post(path_of(declaration), {"action": "retirer"})
    assert state() == Kind.DOCUMENTED
    assert "Documentée par une source" in read(visitor, about.url)
    declare(visitor, about, boe, courriel="autre@boe.invalid")
    tick()
    visitor.post(other_path(Reuse.objects.get()), {"action": "confirmer"})
    html = read(visitor, about.url)
    assert "Confirmée par les deux" in html
    assert "Le formulaire" in html


def test_the_second_origin_is_an_edge_more(visitor, boe):
    root = sheet(name="Baugy")
    copy = sheet(email="mairie@osmoy.invalid", name="Osmoy")
    documented(root, copy)
    declare(visitor, root, boe)
    declare(visitor, copy, boe)
    assert Node.objects.count() == 3
    for reuse in Reuse.objects.exclude(declared_by=""):
        tick()
        address = HALL if reuse.original.sheet == root else "mairie@osmoy.invalid"
        visitor.post(other_path(reuse, address), {"action": "confirmer"})
    html = read(visitor, f"{root.url}essaimage/")
    assert html.count("family__who") == 3
    assert "Inspiré aussi de" in html


def test_from_an_answered_question_to_a_reuse(visitor, boe):
    about = questions.sheet()
    question = questions.ask(visitor, about, collectivite="Boé")
    questions.tick()
    questions.reply(visitor, questions.owner_path(), question)
    questions.tick()
    mine = question.asker_url.removeprefix("http://127.0.0.1:8000")
    assert "Dire que nous l’avons repris" not in read(visitor, mine)
    posted = {"action": "suite", "suite": "nous_le_faisons", "precision": "Avec deux agents"}
    page = visitor.post(mine, posted).content.decode()
    assert "Dire que nous l’avons repris" in page
    identity.keep(identity.Identity(name="La Ruche", closed=frozenset([identity.REUSES])))
    assert f"/f/{about.number}/repris/" not in read(visitor, mine)
    identity.keep(identity.default())
    path = page.partition(f'href="/f/{about.number}/repris/')[2].partition('"')[0]
    form = read(visitor, f"/f/{about.number}/repris/{path}")
    for known in ("Boé", questions.ASKER, "Élue au numérique", "Avec deux agents"):
        assert known in form
    answer = visitor.post(
        f"/f/{about.number}/repris/{path}",
        data(boe),
    )
    assert answer.status_code == 302
    assert Declaration.objects.get().question == question


def test_what_comes_too_late_is_given_back(visitor, boe):
    declaration = declare(visitor, sheet(), boe)
    tick()
    theirs, mine = other_path(Reuse.objects.get()), path_of(declaration)
    visitor.post(mine, {"action": "retirer"})
    late = visitor.post(theirs, {"action": "contester", "pourquoi": "Jamais vu"})
    assert late.status_code == 409
    assert "Jamais vu" in late.content.decode()


def test_what_stopped_waits_for_an_editor(visitor, boe):
    about = sheet()
    declaration = declare(visitor, about, boe)
    tick()
    visitor.post(other_path(Reuse.objects.get()), {"action": "confirmer"})
    mine = path_of(declaration)
    assert visitor.post(mine, {"action": "arret"}).status_code == 422
    visitor.post(mine, {"action": "arret", "pourquoi": "Faute d’usage"})
    again = visitor.post(mine, {"action": "arret", "pourquoi": "Trop cher"})
    assert again.status_code == 409
    assert "Trop cher" in again.content.decode()
    assert "Faute d’usage" not in read(visitor, about.url)
    assert "Faute d’usage" in read(visitor, mine)
    assert state() == Kind.CONFIRMED


@pytest.mark.parametrize(
    "path", ["/reprises/x/", "/reprises/confirmer/x/", "/collectivite/x/reprises/1/"]
)
def test_links_cut_in_two_have_their_page(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "incomplet" in answer.content.decode()


def test_the_link_of_an_authority_opens_no_other_ones_reuses(visitor, boe):
    about = sheet()
    declare(visitor, about, boe)
    declare(visitor, sheet(email="mairie@osmoy.invalid", name="Osmoy"), boe)
    tick()
    other = Reuse.objects.latest("pk")
    assert visitor.get(other_path(other)).status_code == 410
    assert visitor.get(other_path(other, "mairie@osmoy.invalid")).status_code == 200


def test_a_year_later_the_address_is_erased_and_what_was_told_stays(visitor, boe):
    about = sheet()
    declare(visitor, about, boe)
    tick()
    visitor.post(other_path(Reuse.objects.get()), {"action": "confirmer"})
    from core.retention import forget_all

    forget_all(timezone.now() + timezone.timedelta(days=300))
    assert Declaration.objects.get().email
    forget_all(timezone.now() + timezone.timedelta(days=400))
    kept = Declaration.objects.get()
    assert (kept.email, kept.function) == ("", "")
    assert "Le formulaire" in read(visitor, about.url)


def test_no_address_in_feeds_and_lists(visitor, boe):
    about = sheet()
    declare(visitor, about, boe)
    tick()
    visitor.post(other_path(Reuse.objects.get()), {"action": "confirmer"})
    call_command("search_rebuild", verbosity=0)
    for path in ("/projets/", "/projets/fiches.atom", "/sitemap.xml", "/essaimage/", "/"):
        html = read(visitor, path)
        assert DECLARER not in html
        assert HALL not in html
