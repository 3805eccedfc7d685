from django.contrib.auth.models import Group
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages import edit

from . import mails

# The form of a page names it at its own place; Wagtail's would talk to the mail server while the page is saved.
edit.send_notification = mails.comments_changed


class NobodyReads(Component):
    """On the home page of administrators: what is sent to be read, and whom nobody reads it in the name of."""

    template_name = "reviewing/nobody_reads.html"
    order = 50

    @cached_property
    def empty(self) -> list[Group]:
        groups = Group.objects.filter(reviewtask__active=True).distinct().order_by("name")
        return list(groups.exclude(user__is_active=True))

    def get_context_data(self, parent_context):
        return {"empty": self.empty}


@hooks.register("construct_homepage_panels")
def say_that_nobody_reads(request, panels):
    if request.user.has_perm("users.change_user"):
        panel = NobodyReads()
        if panel.empty:
            panels.append(panel)
