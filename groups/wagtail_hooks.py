from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from .models import Person
from .viewsets import GroupsGroup

register_snippet(GroupsGroup)


@hooks.register("before_delete_snippet")
def one_person_at_a_time(request, instances):
    """In bulk nobody is asked whether the person wants to be taken out."""
    viewset = Person.snippet_viewset
    is_asked = request.resolver_match.view_name == viewset.get_url_name("delete")
    if is_asked or not any(isinstance(one, Person) for one in instances):
        return None
    messages.error(
        request,
        "Supprimez les personnes une à une : il vous est demandé de chacune si c’est elle qui le veut.",
    )
    return redirect(viewset.get_url_name("list"))
