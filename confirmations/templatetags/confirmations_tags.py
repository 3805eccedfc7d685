from django import template

from confirmations import numbers, on_owner_page, on_sheet

register = template.Library()


@register.simple_tag
def checked(page) -> on_sheet.SheetWords:
    """`{% checked page as words %}`: since when no news came, when its sources were read again, where to report."""
    return on_sheet.words_of(page)


@register.simple_tag
def checks_of(authority) -> on_owner_page.AuthorityChecks:
    return on_owner_page.checks_of(authority)


@register.simple_tag
def check_of(authority, sheet) -> on_owner_page.ShownCheck | None:
    return on_owner_page.checks_of(authority).by_sheet.get(sheet.pk)


@register.simple_tag
def confirmation_numbers() -> numbers.Numbers:
    return numbers.all_numbers()
