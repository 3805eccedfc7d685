"""The pages of the admin that send and give spreadsheets of sheets."""

from django.db.models import QuerySet
from django.http import HttpResponse

from catalogue.spreadsheet.contents import SHEETS
from core.tables import desk

DESK = desk.Desk(SHEETS)


def may_import(user) -> bool:
    return DESK.may_import(user)


def exported(user, sheets: QuerySet, kind: str) -> HttpResponse:
    return desk.exported(SHEETS, user, sheets, kind)
