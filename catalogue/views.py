from django.http import Http404, HttpResponseRedirect

from .models import ProjectPage


def sheet_by_number(request, number: int):
    """/f/42 -> the sheet. Drafts and private sheets do not exist here."""
    sheet = ProjectPage.objects.live().public().filter(number=number).first()
    if sheet is None:
        raise Http404
    # Not permanent: a slug may change again, and a browser keeps a 301 for ever.
    return HttpResponseRedirect(sheet.relative_url(None))
