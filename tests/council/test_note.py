"""A note to the council: the same facts in three formats, valid, whatever sheets hold and whoever types."""

import datetime
import io
import random
import re
import shutil
import subprocess
import zipfile
from functools import partial

import docx
import odfdo
import pypdf
import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from wagtail.fields import RichTextField

from bench.limits import QUERIES
from catalogue.fields import FIELDS
from catalogue.models import (
    ProjectCost,
    ProjectDifficulty,
    ProjectFunding,
    ProjectMeans,
    ProjectPage,
    ProjectResult,
    ProjectSource,
)
from core import identity
from core.rate_limits import RateCount
from council.asked import asked
from council.models import ShortLink
from council.note import writing
from council.note.docx_file import docx as as_docx
from council.note.forms import Typed
from council.note.odt_file import odt as as_odt
from council.note.pdf_file import pdf as as_pdf
from council.note.views import NOTES
from tests.factories import AuthorityFactory, SheetFactory
from tests.naughty import NAUGHTY
from tests.running import ROOT

pytestmark = pytest.mark.django_db

JARS = ROOT / "var/tools/verapdf"
READ = 5  # veraPDF reads one in so many
DAY = datetime.date(2026, 12, 1)
TYPED = Typed(
    subject="Une application pour la commune",
    need="Les alertes arrivent trop tard.\nLe bulletin n’est plus lu.",
    decision="Lancer une consultation",
    calendar="Au printemps",
    budget="3 000 € TTC par an",
    presenter="Mme Martin, adjointe",
)


@pytest.fixture(scope="module")
def made(shared_rows):
    """Three sheets that say most of what can be said, with two sources each."""
    AuthorityFactory(code="47031", name="Boé", population=5_846)
    AuthorityFactory(code="47002", name="Petitbourg", population=400)
    AuthorityFactory(
        code="200067304", name="Grand Pays", type="communaute_communes", population=40_000
    )
    return [
        SheetFactory(
            title=f"Application {name}",
            authority__name=name,
            authority__population=size,
            trigger=f"À {name}, une crue",
            prerequisites="<p>Un agent, une journée</p>",
            risks="<p>Le fournisseur peut fermer</p>",
            setup_months=months,
            costs=[
                ProjectCost(
                    label="Abonnement",
                    nature="fonctionnement",
                    amount=200 + months,
                    period="monthly",
                    tax="HT",
                    year=2024,
                    source_number=2,
                ),
                ProjectCost(label="Achat", nature="investissement", amount=12_345),
            ],
            funding=[ProjectFunding(funder="Région", programme="Contrat", rate="37.5")],
            means=[ProjectMeans(skill="Chef de projet", quantity=12, unit="jours")],
            results=[ProjectResult(indicator="Abonnés", before=10, after=900, unit="personnes")],
            difficulties=[ProjectDifficulty(type="usagers", text=f"Convaincre {name}")],
            sources=[
                ProjectSource(title=f"Délibération {name}", url=f"https://exemple.fr/{months}"),
                ProjectSource(title="Article", author="La Gazette", date="2024-02", voice="presse"),
            ],
        ).number
        for name, size, months in (("Agen", 32_000, 6), ("Dax", 900, 14), ("Auch", 9_000, 3))
    ]


@pytest.fixture
def plain(made):
    return note_of(made, "47031", TYPED)


def note_of(numbers, territory, typed):
    params = QueryDict(f"f={','.join(map(str, numbers))}&territoire={territory}")
    return writing.write(asked(params, *writing.ROWS, most=4), typed, DAY)


def test_any_name_of_the_site_reads_well_in_it(made):
    identity.keep(identity.Identity(name="La Ruche"))
    assert any(line.endswith("fiches du site La Ruche") for line in note_of(made, "", TYPED).lines)


def letters(text: str) -> str:
    """Without spaces and hyphens, which lines and columns bring."""
    return re.sub(r"[\s\-\u00ad\u2010]", "", text)


def text_of_docx(file: bytes) -> str:
    document = docx.Document(io.BytesIO(file))
    return "".join(
        part.text or "" for part in document.element.body.iter() if part.tag.endswith("}t")
    )


def text_of_odt(file: bytes) -> str:
    body = odfdo.Document(io.BytesIO(file)).body
    return "".join(body._xml_element.itertext())


def text_of_pdf(file: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)


def test_the_three_hold_the_same_facts(plain):
    texts = plain.texts()
    words = "\n".join(texts)
    for fact in (
        "206 € HT par mois",
        "0,01 € par habitant par mois",
        "37,5 %",
        "12 jours",
        "de 10 à 900",
    ):
        assert fact in words.replace("\u202f", " ").replace("\u00a0", " "), fact
    for text_of, made_of in (
        (text_of_docx, as_docx),
        (text_of_odt, as_odt),
        (text_of_pdf, as_pdf),
    ):
        whole = letters(text_of(made_of(plain)))
        for text in texts:
            for line in text.split("\n"):
                assert letters(line) in whole, (made_of.__module__, line)


def test_the_order_is_that_of_the_law_and_what_is_typed_stands_apart(plain, made):
    headings = [block.text for block in plain.blocks if isinstance(block, writing.Heading)]
    assert [heading.partition(" ")[2].split()[0].strip(",") for heading in headings] == [
        *("Motifs", "Ce", "Conditions", "Risques", "Portée", "Projet", "Ce", "Sources")
    ]
    typed = [b.text for b in plain.blocks if isinstance(b, writing.Paragraph) and b.is_typed]
    assert TYPED.need in typed
    sources = plain.blocks[-1].rows
    assert [row.number for row in sources] == list(range(1, 10))
    assert [row.has_code for row in sources] == [True, False, False] * 3
    assert sources[0].url.endswith(f"/f/{made[0]}")
    # A fact is followed by the number of its source, here the article of each sheet.
    words = "\n".join(plain.texts())
    assert re.search(r"206.€ HT par mois [^\n]*\[3\]", words)
    # Nobody filled it in: the note says so and goes on.
    empty = note_of(made[:1], "", Typed())
    assert (
        sum(b.text == writing.TO_FILL for b in empty.blocks if isinstance(b, writing.Paragraph))
        == 4
    )


def test_what_the_declarations_of_the_fields_promise_is_there(visitor, db):
    """Each field that is declared « noted » or « compared », where it is a text."""
    words = {
        name: f"Mot-{name.replace('_', '-')}"
        for name, field in FIELDS.items()
        if isinstance(field_of(name), models.TextField | RichTextField)
        and (field.noted or field.compared)
    }
    # What a row says already is not said again in words.
    sheet = SheetFactory(**words, costs=[], means=[], results=[], difficulties=[], funding=[])
    other = SheetFactory()
    text = letters("\n".join(note_of([sheet.number], "", Typed()).texts()))
    missing = [name for name in words if FIELDS[name].noted and letters(words[name]) not in text]
    assert missing == []
    page = visitor.get(f"/comparer/?f={sheet.number},{other.number}").content.decode()
    assert [n for n in words if FIELDS[n].compared and words[n] not in page] == []


def field_of(name):
    try:
        return ProjectPage._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def test_the_rule_of_the_law_is_that_of_the_territory(visitor, made):
    for territory, words in (
        ("47031", "cinq jours francs"),
        ("47002", "cette note est facultative"),
        ("200067304", "dès qu’il en compte une"),
        ("", "En dessous, elle est facultative"),
    ):
        text = visitor.get(f"/note/?f={made[0]}&territoire={territory}").content.decode()
        assert words in text, territory


def test_a_file_of_each_format_is_given_and_nothing_is_kept(visitor, made):
    address = f"/note/?f={','.join(map(str, made))}&territoire=47031"
    sent = {"objet": "Objet <secret>", "besoin": "Le besoin", "presente_par": "Mme Martin"}
    page = visitor.get(address)
    assert page.status_code == 200
    for name in (*sent, "decision", "calendrier", "budget"):
        assert f'name="{name}"' in page.content.decode()
    for kind, text_of in (("pdf", text_of_pdf), ("docx", text_of_docx), ("odt", text_of_odt)):
        answer = visitor.post(address, sent | {"format": kind})
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'.{kind}"')
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
        assert letters("Objet <secret>") in letters(text_of(answer.content))
    assert RateCount.objects.count() == 1
    assert not ShortLink.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_statements(visitor, made, count):
    address = f"/note/?f={','.join(map(str, made[:count]))}&territoire=47031"
    visitor.get(address)
    for ask in (visitor.get, partial(visitor.post, data={"format": "docx"})):
        with CaptureQueriesContext(connection) as seen:
            assert ask(address).status_code == 200
        assert len(seen) <= QUERIES["note"], [one["sql"][:90] for one in seen]


def test_what_is_refused_is_said_and_nothing_typed_is_lost(visitor, made, monkeypatch):
    address = f"/note/?f={made[0]}"
    long = visitor.post(address, {"besoin": "é" * 10_000, "objet": "Gardé", "format": "pdf"})
    text = long.content.decode()
    assert long.status_code == 422
    assert "é" * 10_000 in text
    assert "Gardé" in text
    assert 'id="id_besoin_error"' in text
    assert visitor.post("/note/", {"format": "pdf"}).status_code == 422
    assert visitor.post("/note/?f=999999", {"format": "pdf"}).status_code == 422
    assert visitor.post(address, {"format": "exe"}).status_code == 422
    foreign = visitor.post(address, {"objet": "Gardé"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert "Gardé" in foreign.content.decode()
    monkeypatch.setattr(type(NOTES), "hit", lambda self, identity: False)
    assert visitor.post(address, {"format": "pdf"}).status_code == 429


@pytest.fixture(scope="module")
def hostile(made):
    """Notes of 100 random selections: sheets full of holes and of strings that broke software before."""
    choose = random.Random(16)
    long = "Phrase sans fin " * 700
    strings = [
        *NAUGHTY,
        long,
        "mot" * 3_000,
        '#read("/etc/passwd") $x$ *a* _b_ <label> @ref',
        "\\u{0}",
        "→ ≤ ²",
    ]
    numbers = []
    for place in range(12):
        sheet = SheetFactory(title=f"Essai {place}")
        text = {
            name: choose.choice(["", *strings])
            for name in (
                *("trigger", "context", "costs_text", "means_text", "results_text", "licence_text"),
                *("prerequisites", "risks", "again", "legal_text", "tools_text", "funding_text"),
            )
        }
        text["trigger"], text["licence_text"] = text["trigger"][:250], text["licence_text"][:250]
        text = {name: value.replace("\x00", "") for name, value in text.items()}
        title = choose.choice(strings)[:250].replace("\x00", "") or " "
        rows = ProjectPage.objects.filter(pk=sheet.pk)
        rows.update(title=title, summary=choose.choice(strings)[:450].replace("\x00", ""), **text)
        if choose.random() < 0.3:
            rows.update(authority=None)
        if choose.random() < 0.7:
            words = choose.choice(strings).replace("\x00", "")
            ProjectDifficulty.objects.create(page=sheet, type="budget", text=words[:480])
            ProjectResult.objects.create(page=sheet, indicator=words[:250], after=1)
            ProjectCost.objects.create(
                page=sheet, nature="investissement", label=words[:190], amount="99999999999.99"
            )
            ProjectSource.objects.create(
                page=sheet, title=words[:250], url="https://e.fr/a?b=c&d=é"
            )
        numbers.append(sheet.number)
    return [
        note_of(
            choose.sample([*numbers, *made], choose.randint(1, 4)),
            choose.choice(["", "47031", "47002", "200067304"]),
            Typed(*(choose.choice(["", *strings])[:2_000] for _ in range(6))),
        )
        for _ in range(100)
    ]


def test_hostile_notes_are_valid_pdf_ua(hostile, plain, tmp_path):
    """All of them are made, which Typst refuses where it sees that it would be no PDF/UA; veraPDF, which takes a quarter of
    a second for each, reads every fifth."""
    if not shutil.which("java"):
        pytest.skip("java is missing: apt-get install default-jre-headless")
    if not JARS.is_dir():
        pytest.skip(f"{JARS} is missing: make verapdf")
    for place, note in enumerate([plain, *hostile]):
        file = as_pdf(note)
        if place % READ == 0:
            (tmp_path / f"{place}.pdf").write_bytes(file)
    shell = "org.mozilla.javascript.tools.shell.Main"
    checked = subprocess.run(
        [
            "java",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            f"{JARS}/*",
            shell,
            ROOT / "tools/pdf_ua.js",
            *tmp_path.iterdir(),
        ],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert "21 of 21 valid" in checked.stdout, checked.stdout[:3000] + checked.stderr[:3000]
    assert checked.returncode == 0


def test_hostile_notes_open_in_libreoffice(hostile, plain, tmp_path):
    """All of them are whole archives; the plain one and a few others go through LibreOffice."""
    for place, note in enumerate([plain, *hostile]):
        for kind, made_of in (("docx", as_docx), ("odt", as_odt)):
            file = tmp_path / f"{kind}-{place}.{kind}"
            file.write_bytes(made_of(note))
            assert zipfile.ZipFile(file).testzip() is None
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is missing: apt-get install libreoffice-writer-nogui")
    some = [tmp_path / f"{kind}-{place}.{kind}" for kind in ("docx", "odt") for place in (0, 50)]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, *some]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    for file in some:
        assert file.with_suffix(".pdf").exists(), file
    for kind in ("docx", "odt"):
        whole = letters(text_of_pdf((tmp_path / f"{kind}-0.pdf").read_bytes()))
        for text in (TYPED.decision, "Convaincre Agen", "de 10 à 900", "Délibération Dax"):
            assert letters(text) in whole, (kind, text)
