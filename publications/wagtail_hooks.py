from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from .models import StandingNote
from .page_listings import PublicationListing
from .viewsets import StandingNoteViewSet

register_snippet(StandingNoteViewSet)


@hooks.register("before_delete_snippet")
def keep_the_last_word(request, instances):
    """Said before Wagtail asks « Oui, supprimer »: one, or several in bulk, all or nothing."""
    kept = [one for one in instances if isinstance(one, StandingNote) and one.is_last_word()]
    if not kept:
        return None
    messages.error(
        request,
        f"« {kept[0]} » est la dernière suite annoncée de sa recommandation. Corrigez d’abord la publication : "
        "une fois le changement annoncé à ceux qui la suivent, cette ligne pourra être retirée.",
    )
    return redirect(StandingNote.snippet_viewset.get_url_name("list"))


@hooks.register("register_admin_viewset")
def register_listing():
    return PublicationListing()
