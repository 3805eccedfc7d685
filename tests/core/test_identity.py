"""What an administrator says of the site in the admin is what pages, mails, feeds and calendars say."""

from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core import identity, uses
from core.mail.rendering import render
from core.models import Picture, SiteSettings
from events.models import EventProject
from letters.models import LetterSubscriber
from publications.models import Recommendation
from search.index.outbox import rebuild
from tests.core.test_pictures import drawn
from tests.events.factories import published as published_event
from tests.factories import AuthorityFactory, UserFactory, editor, published
from tests.page_form import fields_of
from tests.publications.made import publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def saved(boss, **fields):
    form = boss.get(reverse("wagtailsettings:edit", args=["core", "sitesettings"]), follow=True)
    sent = fields_of(form)
    sent |= {name: value for name, value in fields.items() if value is not None}
    for name, value in fields.items():
        if value is None:
            sent.pop(name, None)
    answer = boss.post(form.request["PATH_INFO"], sent, follow=True)
    boss.logout()
    return answer.content.decode()


def test_its_name_is_said_everywhere(boss, client):
    sheet, event = published(), published_event()
    saved(
        boss,
        name="La Ruche",
        claim="Le miel en commun.",
        mailbox="ici@ruche.example",
        validators="l’équipe du syndicat",
    )
    html = client.get("/").content.decode()
    # « Validée » is said of a sheet whose authority read it.
    assert "Fiches relues et publiées par l’équipe du syndicat" in html
    assert "<span>La Ruche</span>" in html
    assert "Le miel en commun." in html
    assert 'href="mailto:ici@ruche.example"' in html
    assert settings.SITE_NAME not in html.replace(settings.BASE_URL, "")
    for url in (f"{event.relative_url(None)[:-1]}.ics", sheet.relative_url(None)):
        assert "La Ruche" in client.get(url).content.decode(), url
    assert "La Ruche" in client.get(reverse("wagtailadmin_login")).content.decode()
    assert "mailto:ici@ruche.example" in client.get("/.well-known/security.txt").content.decode()
    mail = render("password_changed", {"user": UserFactory(), "url": "/"})
    assert "La Ruche" in mail.text
    assert "La Ruche" in mail.html
    assert "ici@ruche.example" in mail.text


def test_no_page_pays_a_statement_for_it():
    SiteSettings.objects.create(name="La Ruche")
    assert identity.identity().name == "La Ruche"
    with CaptureQueriesContext(connection) as asked:
        assert identity.identity().name == "La Ruche"
    assert not asked.captured_queries
    SiteSettings.objects.get().delete()
    assert identity.identity().name == settings.SITE_NAME


def test_what_is_closed_shows_nothing_and_says_so(boss, client):
    sheet = published()
    event = published_event(projects=[EventProject(sheet=sheet)])
    event_url = event.relative_url(None)
    publication(recommendations=[Recommendation(number="1", text="Garder un guichet.")])
    rebuild()
    followed = "/publications/un-manifeste/recommandations/1/"
    forms = {
        "takes_questions": (f"/f/{sheet.number}/demander/", sheet.relative_url(None)),
        "takes_stories": ("/raconter/", "/"),
        "takes_reuses": (
            f"/f/{sheet.number}/repris/",
            f"{sheet.relative_url(None)}essaimage/",
        ),
        "takes_interests": (f"{event_url}interesse/{sheet.number}/", event_url),
        "takes_alerts": ("/alertes/nouvelle/?q=eau", "/projets/?q=eau"),
        "takes_letters": ("/lettres/abonnement/", "/lettres/"),
        "takes_follows": (f"{followed}suivre/", followed),
        "takes_sendings": (f"/f/{sheet.number}/envoyer/", sheet.relative_url(None)),
    }
    note = f"/note/?f={sheet.number}"
    assert 'name="courriel"' in client.get(note).content.decode()
    for url, shown_on in forms.values():
        assert client.get(url).status_code == 200, url
        assert url in client.get(shown_on).content.decode(), url
    told, untold = sheet.authority.get_absolute_url(), AuthorityFactory().get_absolute_url()
    assert f"/f/{sheet.number}/reprendre/" in client.get(told).content.decode()
    assert "Et vous" in client.get(untold).content.decode()
    LetterSubscriber.objects.create(email="elue@boe.invalid", confirmed_at=timezone.now())
    saved(boss, **dict.fromkeys([*forms, "takes_proposals", "takes_outcomes"]))
    assert f"/f/{sheet.number}/reprendre/" not in client.get(told).content.decode()
    assert "/raconter/" not in client.get(told).content.decode()
    assert "Et vous" not in client.get(untold).content.decode()
    for url, shown_on in forms.values():
        lost = client.post(url, {"texte": "Qui l’a <b>écrit</b> ?", "csrfmiddlewaretoken": "xyz"})
        for answer in (client.get(url), lost):
            assert answer.status_code == 410, url
            assert "ne reçoit pas" in answer.content.decode()
        # Closed while somebody was writing.
        assert "Qui l’a &lt;b&gt;écrit&lt;/b&gt; ?" in lost.content.decode()
        assert "xyz" not in lost.content.decode()
        assert url not in client.get(shown_on).content.decode(), url
        assert client.get(shown_on).status_code == 200
    assert client.get(f"{event_url}proposer/").status_code == 410
    assert 'name="courriel"' not in client.get(note).content.decode()
    # What was sent goes on, and whoever is subscribed leaves.
    leave = LetterSubscriber.objects.get().leave_url.removeprefix(settings.BASE_URL)
    assert client.post(leave).status_code == 200
    assert not LetterSubscriber.objects.standing().exists()
    assert client.get(f"/f/{sheet.number}/demander/envoi/").status_code == 200


# Wagtail leaves the file of a picture that it made open.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_logo_stands_beside_the_name_and_is_kept_while_it_does(boss, client):
    logo = Picture.objects.create(title="Logo", file=ContentFile(drawn(), "logo.jpg"))
    saved(boss, logo=str(logo.pk))
    html = client.get("/").content.decode()
    made = logo.get_rendition(identity.LOGO)
    assert f'<img src="{made.url}" width="{made.width}" height="{made.height}" alt="">' in html
    client.force_login(UserFactory(is_superuser=True))
    assert f'<img src="{made.url}"' in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "sert à" in uses.why_used(logo)


# The same.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_kept_share_picture_is_made_anew_with_the_logo_and_the_name(boss, client):
    sheet = published()

    def shown() -> Image.Image:
        answer = client.get(f"/f/{sheet.number}.png")
        return Image.open(BytesIO(answer.getvalue())).convert("RGB")

    def of_logo(image: Image.Image) -> int:
        """Red pixels of the foot, which has none of its own."""
        foot = image.crop((72, 515, 240, 610))
        return sum(count for count, (r, g, b) in foot.getcolors(1 << 15) if r > 200 > 60 > g + b)

    first = shown()
    assert of_logo(first) == 0
    red = BytesIO()
    Image.new("RGB", (300, 300), "#e00000").save(red, "PNG")
    logo = Picture.objects.create(title="Logo", file=ContentFile(red.getvalue(), "red.png"))
    saved(boss, logo=str(logo.pk))
    assert of_logo(shown()) == 40 * 40
    # A logo whose file is gone costs no picture.
    logo.file.storage.delete(logo.get_rendition(identity.LOGO).file.name)
    SiteSettings.objects.update(name="W" * 60, claim="Le miel en commun. " * 8)
    SiteSettings.objects.get().save()
    last = shown()
    assert of_logo(last) == 0
    assert last.crop((0, 0, 1200, 500)).tobytes() == first.crop((0, 0, 1200, 500)).tobytes()
    assert last.crop((72, 515, 600, 610)).tobytes() != first.crop((72, 515, 600, 610)).tobytes()
    paper = last.getpixel((0, 0))
    assert last.crop((1132, 0, 1200, 610)).getextrema() == tuple((one, one) for one in paper)


def test_who_may_and_what_is_refused(client, boss):
    html = saved(boss, mailbox="pas une adresse", name="x" * 61)
    assert "adresse" in html
    assert not SiteSettings.objects.filter(name="x" * 61).exists()
    client.force_login(editor())
    answer = client.get(reverse("wagtailsettings:edit", args=["core", "sitesettings"]))
    assert answer.status_code in (302, 403)
