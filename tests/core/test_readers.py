"""How often a page is read: counted by day, from kept copies too, without anything about who reads."""

import datetime

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from confirmations.desk.ordering import most_read_and_oldest_first
from confirmations.desk.waiting import waiting
from confirmations.models import Check
from core import readers, retention
from core.models import PageRead
from core.page_cache import ALIAS
from tests.factories import editor, published

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def sheet():
    return published()


def read(sheet, agent: str = BROWSER, client: Client | None = None, **headers) -> None:
    page = (client or Client()).get(
        f"/projets/{sheet.slug}/", headers={"user-agent": agent, **headers}
    )
    assert page.status_code in (200, 304)


def reads(sheet) -> int:
    readers.counts.flush()
    return sum(PageRead.objects.filter(page=sheet).values_list("reads", flat=True))


def test_each_reading_counts_and_nothing_else_is_kept(sheet):
    for _ in range(3):
        read(sheet)
    assert reads(sheet) == 3
    read(sheet)
    assert reads(sheet) == 4
    assert PageRead.objects.get().day == timezone.localdate()
    assert {field.name for field in PageRead._meta.fields} == {"id", "day", "page", "reads"}


def test_a_kept_copy_counts_as_any_other(sheet, settings):
    backend = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": ALIAS}
    settings.CACHES = {"default": backend, ALIAS: backend}
    caches[ALIAS].clear()
    for _ in range(3):
        read(sheet)
    assert reads(sheet) == 3


@pytest.mark.parametrize(
    "agent",
    [
        *("", "curl/8.0", "python-requests/2.32", "Googlebot/2.1", "EssaimLinkCheck/1.0"),
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36",
        "Mozilla/5.0 (compatible; YandexImages/3.0; crawler)",
    ],
)
def test_programs_are_left_out(sheet, agent):
    read(sheet, agent)
    assert reads(sheet) == 0


def test_who_asks_ahead_or_has_an_account_is_left_out(sheet):
    read(sheet, **{"sec-purpose": "prefetch;prerender"})
    desk = Client()
    desk.force_login(editor())
    read(sheet, client=desk)
    assert reads(sheet) == 0


def test_a_sheet_that_is_retained_is_not_read_again(sheet):
    read(sheet)
    read(sheet, referer=f"http://testserver/projets/{sheet.slug}/?territoire=47031")
    assert reads(sheet) == 1
    for before in ("http://testserver/projets/", "https://ailleurs.fr/", "http://[cassé", "\x00"):
        read(sheet, referer=before)
    assert reads(sheet) == 5


def test_lists_missing_pages_and_heads_are_no_readings(sheet):
    client = Client(headers={"user-agent": BROWSER})
    client.get("/projets/")
    client.get("/projets/rien/")
    client.head(f"/projets/{sheet.slug}/")
    readers.counts.flush()
    assert not PageRead.objects.exists()


def test_a_page_that_goes_takes_its_count_along(sheet):
    read(sheet)
    assert reads(sheet) == 1
    sheet.delete()
    assert not PageRead.objects.exists()


def test_writing_takes_a_few_statements_whatever_the_pages(django_assert_max_num_queries):
    day = timezone.localdate()
    for page in range(1, 400):
        readers.counts.note((day, page))
    with django_assert_max_num_queries(8):
        readers.counts.flush()
    assert PageRead.objects.count() == 399
    PageRead.objects.all().delete()


def test_old_counts_are_deleted(sheet):
    old = timezone.localdate() - readers.KEPT - datetime.timedelta(days=2)
    PageRead.objects.create(day=old, page=sheet, reads=1)
    PageRead.objects.create(day=timezone.localdate(), page=sheet, reads=1)
    retention.forget_all()
    assert PageRead.objects.get().day == timezone.localdate()


def test_the_order_of_work_is_readers_times_age():
    today = timezone.localdate()
    made = {}
    for name, known_days_ago, times in (
        ("lue et ancienne", 400, 10),
        ("très lue", 200, 30),
        ("lue et récente", 10, 100),
        ("que personne ne lit", 900, 0),
    ):
        sheet = published(title=name)
        made[name] = Check.objects.plan(sheet, today - datetime.timedelta(days=known_days_ago))
        if times:
            PageRead.objects.create(day=today, page=sheet, reads=times)
    assert most_read_and_oldest_first() == [made["très lue"].pk, made["lue et ancienne"].pk]
    user = editor()
    line = next(line for line in waiting(user) if line.url.endswith("lues"))
    assert (line.count, line.first[0][0]) == (2, "très lue")
    client = Client()
    client.force_login(user)
    page = client.get(line.url).content.decode()
    assert page.index("très lue") < page.index("lue et ancienne")
    assert "que personne ne lit" not in page
