"""The list of a kind of reference data in the admin: true counts of use, merging, retiring.

A model declares itself by a viewset over these mixins (`taxonomy/viewsets.py`), whose `chooser_widget` finds its rows.
"""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from rapidfuzz import fuzz, process
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from core import uses
from core.templatetags.typography import french_text

from . import views
from .models import ReferenceRecord

_NEAR, _MOST = 75, 5  # of rapidfuzz; names


class ReferenceIndex:
    """Before Wagtail's `IndexView`."""

    viewset = None  # the view set that it belongs to

    def get_base_queryset(self):
        return super().get_base_queryset().filter(merged=False).select_related("successor")

    def get_table(self, object_list):
        rows = list(object_list)
        found = uses.users_of_many(self.model, [one.pk for one in rows])
        for one in rows:
            one.used_by = found[one.pk]
        return super().get_table(rows)

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        return buttons + [
            Button(label, url, icon_name=icon, priority=order)
            for label, url, icon, order in self.viewset.deeds(self.request.user, instance)
        ]

    @property
    def columns(self):
        name = self.viewset.get_url_name("users")

        def told(one):
            kinds = sorted(one.used_by.items(), key=lambda pair: -len(pair[1]))
            if not kinds:
                return "rien"
            words = ", ".join(uses.counted(model, len(keys)) for model, keys in kinds)
            return format_html('<a href="{}">{}</a>', reverse(name, args=[one.pk]), words)

        return [
            *super().columns,
            Column("uses", label="Sert à", accessor=told),
            *([Column("state", label="État", accessor=_state)] if self.viewset.may_retire else []),
        ]


def _state(one: ReferenceRecord) -> str:
    if not one.is_retired:
        return ""
    instead = f" ; à la place : {one.successor}" if one.successor_id else ""
    return french_text(f"n’est plus proposé depuis le {one.retired_on:%d/%m/%Y}{instead}")


class ReferenceEdit:
    """Before Wagtail's `EditView`."""

    viewset = None  # the view set that it belongs to

    def dispatch(self, request, *args, **kwargs):
        merged = self.model._base_manager.filter(merged=True, pk=kwargs["pk"]).first()
        if merged:
            if not self.viewset.may(request.user, "view", merged):
                raise PermissionDenied
            said = f"« {merged} » est réuni à « {merged.successor} » : le voici."
            messages.info(request, french_text(said))
            url = AdminURLFinder(request.user).get_edit_url(merged.successor)
            return redirect(url or self.viewset.list_url())
        return super().dispatch(request, *args, **kwargs)

    @property
    def header_more_buttons(self):
        return super().header_more_buttons + [
            Button(label, url, icon_name=icon, priority=order)
            for label, url, icon, order in self.viewset.deeds(self.request.user, self.object)
        ]


class ReferenceViewSet:
    """Before Wagtail's `ModelViewSet`."""

    list_name = "index"
    # Whether a row may be offered no more, for editors alone.
    may_retire = True

    def chooser_widget(self):
        """What finds a row of the model in a form."""
        raise NotImplementedError

    def candidates(self):
        """Among which a near name is looked for."""
        return self.model._base_manager.filter(retired_on=None)

    def list_url(self) -> str:
        return reverse(self.get_url_name(self.list_name))

    def may(self, user, action: str, record: ReferenceRecord) -> bool:
        if action == "view":
            return self.permission_policy.user_has_any_permission(user, ["change", "view"])
        return self.permission_policy.user_has_permission_for_instance(user, action, record)

    def deeds(self, user, record: ReferenceRecord) -> list[tuple[str, str, str, int]]:
        """What may be done with it beside editing: (label, address, icon, order)."""
        retiring = "Proposer de nouveau" if record.is_retired else "Ne plus proposer"
        offered = [
            ("À quoi il sert", "users", "view", "link", 40),
            ("Réunir à un autre", "merge", "delete", "duplicate", 41),
            *([(retiring, "retire", "change", "no-view", 42)] if self.may_retire else []),
        ]
        return [
            (label, reverse(self.get_url_name(name), args=[record.pk]), icon, order)
            for label, name, action, icon, order in offered
            if self.may(user, action, record)
        ]

    def near(self, record: ReferenceRecord) -> list[ReferenceRecord]:
        """Others of almost the same name."""
        names = dict(self.candidates().exclude(pk=record.pk).values_list("pk", "name"))
        found = process.extract(
            record.name,
            names,
            scorer=fuzz.token_set_ratio,
            processor=str.casefold,
            score_cutoff=_NEAR,
            limit=_MOST,
        )
        rows = self.model._base_manager.in_bulk([key for _, _, key in found])
        return [rows[key] for _, _, key in found]

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(viewset=self, **kwargs)

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(viewset=self, **kwargs)

    def get_urlpatterns(self):
        pages = [("users", "sert"), ("merge", "reunir")]
        if self.may_retire:
            pages.append(("retire", "retirer"))
        return super().get_urlpatterns() + [
            path(f"{where}/<int:pk>/", partial(getattr(views, name), viewset=self), name=name)
            for name, where in pages
        ]


class _SnippetIndex(ReferenceIndex, IndexView):
    pass


class _SnippetEdit(ReferenceEdit, EditView):
    pass


class ReferenceSnippetViewSet(ReferenceViewSet, SnippetViewSet):
    """Over a model whose `chooser_viewset_class` is a `NamedChooserViewSet`."""

    list_name = "list"
    index_view_class = _SnippetIndex
    edit_view_class = _SnippetEdit

    def chooser_widget(self):
        return self.chooser_viewset.widget_class()
