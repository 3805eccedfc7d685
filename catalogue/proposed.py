"""The draft sheet that somebody without an account proposes: made of their words, and rid of their name in time."""

from wagtail.models import Revision

from core.slugs import page_slug

from .choices import Origin
from .models import ProjectIndexPage, ProjectPage

# What a sheet says of the person who proposed it.
_OF_AUTHOR = ("contact_email", "contact_function")


def draft_sheet(
    *,
    title: str,
    summary: str,
    authority,
    theme,
    contact_function: str,
    contact_email: str,
    **told,
) -> ProjectPage:
    """A sheet « proposée », unpublished, that the editors will complete with its author. told: more of its fields, and
    lists of its rows."""
    parent = ProjectIndexPage.objects.get()
    sheet = ProjectPage(
        title=title,
        slug=page_slug(parent, title),
        origin=Origin.PROPOSED,
        summary=summary[:500],
        authority=authority,
        main_theme=theme,
        contact_function=contact_function,
        contact_email=contact_email,
        live=False,
        **told,
    )
    parent.add_child(instance=sheet)
    sheet.save_revision()
    return sheet


def forget_author(sheet: ProjectPage) -> None:
    """Of a draft that `draft_sheet` made, earlier versions included; what editors wrote since stays."""
    revisions = Revision.objects.for_instance(sheet).order_by("created_at", "pk")
    if not (first := revisions.first()):
        return
    # The first version is the copy of what was proposed, which may be erased already.
    copied = {name: value for name in _OF_AUTHOR if (value := first.content[name])}
    for name, value in copied.items():
        ProjectPage.objects.filter(pk=sheet.pk, **{name: value}).update(**{name: ""})
    for revision in revisions:
        blank = {name: "" for name, value in copied.items() if revision.content.get(name) == value}
        if blank:
            content = revision.content | blank
            Revision.objects.filter(pk=revision.pk).update(content=content)
