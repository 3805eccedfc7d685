"""Runs inside an instance (`Instance.run`): which page shows each type best, and pages that nobody links to.

Those are what a visitor gets when something fails, or behind the link of an e-mail. They are answers of
the product itself, made in a transaction that is rolled back.
"""

import json
import re
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import timezone

from alerts.models import Alert
from catalogue.choices import Origin, SaidHow
from catalogue.completeness import is_filled
from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from catalogue.records import record_of
from config.urls import urlpatterns as urls_of_the_site
from confirmations.models import Check
from contributions import addresses, exchange
from contributions.models import Contribution
from core.letter import sections
from core.mail.refusals import refusal_url
from core.models import OutgoingMail
from core.visitor_requests import links
from events.models import EventPage, EventProject, Interest, ProjectCall, TourPage
from exchanges import answering, clock
from exchanges.models import OwnerAddress, Question
from letters import drafting
from letters.models import Letter, monday
from outcomes.models import NoteOutcome
from reuses.models import Declaration
from suggestions.accepting import accept
from suggestions.suggesting import suggest
from territories.models import Authority
from tests.catalogue.test_sheet_page import ANSWERED
from users import invitations
from users.models import User

from .pages import TERRITORY


def _forbid(request):
    raise PermissionDenied


def _fail(request):
    raise RuntimeError("asked to fail")


SEARCHING = {"home": "/", "catalogue": "/projets/", "agenda": "/agenda/"}
urlpatterns = [path("defendu/", _forbid), path("en-panne/", _fail), *urls_of_the_site]


def show() -> None:
    """Prints {"chosen": {name: address}, "made": {name: {status, headers, body}}}."""
    chosen = {name: page.relative_url(None) for name, page in _chosen().items()}
    print(json.dumps({"chosen": chosen, "made": _made()}))


def _chosen() -> dict:
    sheets = list(ProjectPage.objects.live().order_by("number"))
    events = list(EventPage.objects.live().order_by("pk"))
    call = ProjectCall.objects.first()
    tours = TourPage.objects.live().exclude(slug="demonstration")
    debates = [sheet for sheet in sheets if sheet.debate_question]
    return {
        "fullest": max(sheets, key=lambda sheet: sheet.sources.count() + sheet.costs.count()),
        "longest": max(sheets, key=lambda sheet: len(record_of(sheet).body)),
        "debate": max(debates, key=lambda sheet: sheet.debate_items.count()),
        "programme": max(events, key=lambda event: event.sessions.count()),
        "call": call.event,
        "postponed": next(event for event in events if event.change == "reporte"),
        "past": next(event for event in events if event.start and event.start < "2025"),
        "tour": max(tours, key=lambda tour: tour.stages.count()),
        "tour_to_come": TourPage.objects.live().get(slug="demonstration"),
    }


def _made() -> dict:
    host = {"HTTP_HOST": urlsplit(settings.BASE_URL).netloc}
    client = Client(**host, raise_request_exception=False)
    with override_settings(ROOT_URLCONF=__name__), transaction.atomic():
        event = ProjectCall.objects.first().event
        sheet = ProjectPage.objects.live().order_by("number").first()
        EventProject.objects.create(page=event, sheet=sheet)
        proposing = reverse("propose_project", args=[event.slug])
        asking = reverse("project_interest", args=[event.slug, sheet.number])
        withdrawing, confirming = _links(event, sheet)
        answers = {
            "forbidden": client.get("/defendu/"),
            "failed": client.get("/en-panne/"),
            "stale form": Client(**host, enforce_csrf_checks=True).post("/projets/"),
            "event with a project": client.get(event.relative_url(None)),
            "interest": client.get(asking),
            "interest sent": client.get(f"{asking}envoi/"),
            "interest with errors": client.post(asking, {"commune": "xyzxyz"}),
            "proposal with errors": client.post(proposing, {"courriel": "nulle part"}),
            "interest withdrawal": client.get(withdrawing),
            "interest confirmation": client.get(confirming),
            "interest confirmed": client.post(confirming),
            "interest confirmed twice": client.get(confirming),
            "link cut in two": client.get(confirming[:-9] + "/"),
        }
        answers |= _exchange(client)
        answers |= _reuse(client)
        answers |= _alert(client)
        with override_settings(SEARCH_URL="no engine of that name"):
            for name, address in SEARCHING.items():
                answers[f"{name} while search is down"] = client.get(address)
        answers |= _doors(Client(**host))
        answers |= _stories(client)
        client.force_login(User.objects.filter(is_superuser=True).first())
        answers["components"] = client.get("/composants/")
        transaction.set_rollback(True)
    return {
        name: {
            "status": answer.status_code,
            "headers": {
                header: value for header, value in answer.items() if header != "Content-Encoding"
            },
            "body": answer.content.decode(),
        }
        for name, answer in answers.items()
    }


def _exchange(client: Client) -> dict:
    """A question on its way: asked, at its owner's, answered, on the sheet."""
    sheet = ProjectPage.objects.live().get(number=2)
    asking = reverse("ask", args=[sheet.number])
    question = Question.objects.create(
        sheet=sheet,
        authority=Authority.objects.get(code=TERRITORY),
        function="Élue au numérique",
        fact="costs",
        group="costs",
        text="La maintenance est-elle comprise ?",
        email="elue@exemple.invalid",
        may_publish=True,
        submission_key="1" * 32,
    )
    question.refresh_from_db()
    confirming = links.sign(Question.confirmation_purpose(), question.fingerprint())
    confirming = reverse("confirm_question", args=[confirming])
    answers = {
        "question with errors": client.post(asking, {"courriel": "nulle part"}),
        "question confirmation": client.get(confirming),
        "question confirmed": client.post(confirming),
    }
    clock.run()
    owner = question.events.latest("position").recipient
    asker = urlsplit(question.asker_url).path
    desk = urlsplit(owner.url).path
    answers |= _check(client, sheet, owner)
    answers |= {
        "asker": client.get(asker),
        "owner": client.get(desk),
        "owner question": client.get(f"{desk}{question.pk}/"),
        "owner answer with errors": client.post(f"{desk}{question.pk}/", {"action": "repondre"}),
    }
    given = answering.answer(
        question,
        text="12 000 € la première année.\n\nPuis 3 000 € par an.",
        said_by="Direction des systèmes d’information",
        owner_agreed=True,
        recipient=owner,
    )
    answering.publish(given, by="redaction")
    answers |= {
        "asker answered": client.get(asker),
        "sheet with an answer": client.get(sheet.relative_url(None)),
    }
    answers |= _said(client, sheet, desk)
    owner.end("revoquee")
    refusing = urlsplit(refusal_url(owner.email)).path
    return answers | {
        "owner link that died": client.get(desk),
        "mail refusal": client.get(refusing),
        "mail refused": client.post(refusing),
    }


def _alert(client: Client) -> dict:
    """A search that is followed: asked wrongly, confirmed, left."""
    alert = Alert.objects.create(
        submission_key="a" * 32,
        email="elue@exemple.invalid",
        query="/projets/?q=eau",
        territory=TERRITORY,
    )
    token = links.sign(Alert.confirmation_purpose(), alert.fingerprint())
    confirming = reverse("confirm_alert", args=[token])
    mine, leaving = urlsplit(alert.mine_url).path, urlsplit(alert.leave_url).path
    return {
        "alert with errors": client.post("/alertes/nouvelle/?q=eau", {"courriel": "nulle part"}),
        "alert confirmation": client.get(confirming),
        "alert confirmed": client.post(confirming),
        "alerts of one": client.get(mine),
        "alerts to leave": client.get(leaving),
        "alerts left": client.post(leaving),
        "letter": client.get(_letter().get_absolute_url()),
        "what became of a note": client.get(_outcome()),
    }


def _outcome() -> str:
    """Address of the question about a note of two sheets."""
    numbers = ProjectPage.objects.live().order_by("number").values_list("number", flat=True)[:2]
    outcome = NoteOutcome.objects.create(
        submission_key="e" * 32,
        email="maire@exemple.invalid",
        numbers=",".join(map(str, numbers)),
        territory=TERRITORY,
        confirmed_at=timezone.now(),
    )
    return urlsplit(outcome.url).path


def _letter() -> Letter:
    """Of this week, as it is drafted, and sent."""
    told = sections(drafting.week_of(monday(timezone.localdate())))
    letter = Letter.objects.create(
        week=monday(timezone.localdate()),
        title="La semaine des vélos",
        introduction="Bonne lecture.",
        body="".join(map(drafting.as_html, told)),
    )
    letter.send()
    return letter


def _said(client: Client, sheet: ProjectPage, desk: str) -> dict:
    """What somebody outside says of a sheet that its authority validated."""
    sheet.refresh_from_db()
    for name, value in ANSWERED.items():
        said = (name, *FIELDS[name].denies, *FIELDS[name].answered_by)
        if not any(is_filled(sheet, one) for one in said):
            setattr(sheet, name, value)
    sheet.origin, sheet.validated_on = Origin.VALIDATED, timezone.localdate()
    sheet.save_revision().publish()
    who = {"said_by": "Direction des systèmes d’information", "how": SaidHow.ANSWER}
    text = suggest(sheet, "again", "Commencer par deux démarches, pas par douze.", **who)
    cost = {"label": "Abonnement", "nature": "fonctionnement", "amount": "3 000", "tax": "HT"}
    row = suggest(sheet, "costs", cost | {"period": "yearly"}, **who)
    answers = {"what is said of a sheet": client.get(f"{desk}fiches/{sheet.number}/")}
    accept([text, row], by="porteur")
    return answers | {"sheet with what was said": client.get(sheet.relative_url(None))}


def _check(client: Client, sheet, owner) -> dict:
    """« Is this sheet still true? », asked of who answers its questions, and without news."""
    Check.objects.filter(sheet=sheet).delete()
    check = Check.objects.plan(sheet, sheet.first_published_at.date())
    for kind in ("demandee", "rappelee", "sans_nouvelles"):
        check.note(kind, "horloge", recipient=owner)
    path = f"{urlsplit(owner.url).path}verifier/{sheet.number}/"
    wrong = {"action": "arrete", "verification": check.pk}
    return {
        "owner check": client.get(path),
        "owner check with errors": client.post(path, wrong),
        "sheet without news": client.get(sheet.relative_url(None)),
        "out of date with errors": client.post(f"/f/{sheet.number}/signaler/", {"courriel": "ici"}),
    }


def _reuse(client: Client) -> dict:
    """A reuse on its way: declared, at the other side's, confirmed, drawn."""
    sheet = ProjectPage.objects.live().get(number=2)
    declaring = reverse("declare_reuse", args=[sheet.number])
    declaration = Declaration.objects.create(
        sheet=sheet,
        authority=Authority.objects.get(code=TERRITORY),
        side="repreneur",
        function="Élue au numérique",
        told='{"kept": "Le formulaire", "progress": "en_service", "cost": "12000"}',
        email="elue@exemple.invalid",
        submission_key="2" * 32,
    )
    declaration.refresh_from_db()
    confirming = links.sign(Declaration.confirmation_purpose(), declaration.fingerprint())
    confirming = reverse("confirm_declaration", args=[confirming])
    answers = {
        "reuse with errors": client.post(declaring, {"courriel": "nulle part"}),
        "reuse confirmation": client.get(confirming),
        "reuse confirmed": client.post(confirming),
    }
    reuse = Declaration.objects.get(pk=declaration.pk).reuse
    owner = OwnerAddress.objects.for_mailbox(sheet.authority, "dsi@exemple.invalid", "redaction")
    other = f"{urlsplit(owner.url).path}reprises/{reuse.pk}/"
    return answers | {
        "declarer": client.get(urlsplit(declaration.url).path),
        "other side": client.get(other),
        "reuse confirmed by both": client.post(other, {"action": "confirmer"}, follow=True),
    }


def _doors(client: Client) -> dict:
    """The pages on the way into the admin. Made here, as they give a visitor a cookie."""
    user = User.objects.create_user("claire", "claire@exemple.invalid", "un-mot-de-passe-d-essai")
    invited = User.objects.create_user("invitee", "invitee@exemple.invalid")
    invitations.invite(invited, by=user)
    accepting = re.search(r"/admin/invitation/\S+", OutgoingMail.objects.latest("pk").text)[0]
    right = {"username": "claire", "password": "un-mot-de-passe-d-essai"}
    answers = {
        "log-in": client.get("/admin/login/"),
        "log-in with errors": client.post("/admin/login/", right | {"password": "autre"}),
        "new password": client.get("/admin/password_reset/"),
        "new password asked": client.get("/admin/password_reset/done/"),
        "new password by a dead link": client.get("/admin/password_reset/confirm/MQ/x-y/"),
        "invitation": client.get(accepting),
        "invitation cut in two": client.get(accepting[:-9] + "/"),
    }
    TOTP.activate(user, generate_totp_secret())
    code = client.post("/admin/login/", right)["Location"]
    answers["second factor"] = client.get(code)
    answers["second factor with errors"] = client.post(code, {"code": "1"})
    return answers


def _stories(client: Client) -> dict:
    """A project that is told, on its way."""
    story = Contribution.objects.create(
        submission_key="5" * 32,
        begun_by="5" * 32,
        authority=Authority.objects.get(code=TERRITORY),
        email="agent@exemple.invalid",
    )
    story.save_answers("titre", {"title": "Un guichet unique pour toutes les démarches"})
    story.save_answers("cout", {"investment": "12500", "running": "900.50"})
    story.save_answers("difficultes", {"fournisseur": "L’éditeur a mis huit mois à livrer."})
    here = f"/raconter/{addresses.here(story.pk, story.submission_key)}/"
    mailed = story.mailed_url.removeprefix(settings.BASE_URL.rstrip("/"))
    confirming = reverse(
        "confirm_contribution",
        args=[links.sign(Contribution.confirmation_purpose(), story.fingerprint())],
    )
    answers = {
        "telling with errors": client.post("/raconter/", {"collectivite": "saint-denis"}),
        "screen": client.get(f"{here}5/"),
        "screen with errors": client.post(f"{here}6/", {"investment": "beaucoup"}),
        "screen of difficulties": client.get(f"{here}8/"),
        "answers to check": client.get(f"{here}verifier/"),
        "story kept for later": client.get(f"{here}plus-tard/"),
        "story to confirm": client.get(confirming),
        "story confirmed": client.post(confirming),
    }
    taking = Contribution.objects.create(
        submission_key="6" * 32,
        begun_by="6" * 32,
        authority=story.authority,
        takes_over=ProjectPage.objects.live().filter(origin=Origin.DOCUMENTARY).first(),
    )
    taking.save_answers("fait", {"way": "right"})
    there = f"/raconter/{addresses.here(taking.pk, taking.submission_key)}/"
    answers |= {
        "screen of a sheet taken over": client.get(f"{there}4/"),
        "answers about a sheet taken over": client.get(f"{there}verifier/"),
    }
    user = User.objects.filter(is_superuser=True).first()
    exchange.take(story, user)
    answers["story in review"] = client.get(mailed)
    exchange.ask(story, "Qui l’a payé, et avec quelle aide ?", user)
    answers["question to the author"] = client.get(mailed)
    exchange.withdraw(story)
    answers["story that is gone"] = client.get(mailed)
    return answers


def _links(event: EventPage, sheet: ProjectPage) -> list[str]:
    """Of an interest that waits for its confirmation: to withdraw, to confirm."""
    interest = Interest.objects.create(
        event=event,
        sheet=sheet,
        email="agent@exemple.invalid",
        authority=Authority.objects.get(code=TERRITORY),
        submission_key="0" * 32,
    )
    confirming = links.sign(Interest.confirmation_purpose(), interest.fingerprint())
    return [
        interest.withdraw_url.removeprefix(settings.BASE_URL.rstrip("/")),
        reverse("confirm_interest", args=[confirming]),
    ]
