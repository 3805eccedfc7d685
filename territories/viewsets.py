"""The register in the admin: a list with what editors may add, and the chooser for forms."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser as chooser_views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from core.reference_data.viewsets import ReferenceEdit, ReferenceIndex, ReferenceViewSet
from core.shown_values import ShownFields

from .forms import BodyForm
from .lookup import matching
from .models import Authority
from .telling import gone, population_told, title_told


def _told_columns() -> list[Column]:
    return [
        Column("type", label="Type", accessor=lambda one: one.type_label),
        Column("area", label="Département", accessor=lambda one: one.departement_name),
        Column("population", label="Population", accessor=population_told),
        Column("class", label="Classe", accessor=lambda one: one.population_class_label),
        Column("region", label="Région", accessor=lambda one: one.region_name),
        Column("gone", label="État", accessor=gone),
    ]


# --- List and forms -------------------------------------------------------------------------------


class AuthorityIndexView(ReferenceIndex, generic.IndexView):
    def get_base_queryset(self):
        # What editors added first: the rest is 36,000 rows that they cannot change.
        return super().get_base_queryset().order_by("is_registered", "name", "code")

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        # The lookup's order, within what the filters keep.
        return matching(self.search_query).filter(pk__in=queryset.order_by().values("pk"))

    def get_edit_url(self, instance):
        return None if instance.is_registered else super().get_edit_url(instance)

    def get_delete_url(self, instance):
        return None if instance.is_registered else super().get_delete_url(instance)


class _BodiesOnly:
    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if found.is_registered:
            raise PermissionDenied
        return found


class AuthorityEditView(_BodiesOnly, ReferenceEdit, generic.EditView):
    pass


class AuthorityDeleteView(_BodiesOnly, generic.DeleteView):
    pass


class AuthorityInspectView(ShownFields, generic.InspectView):
    def get_edit_url(self):
        return None if self.object.is_registered else super().get_edit_url()

    def get_delete_url(self):
        return None if self.object.is_registered else super().get_delete_url()


class AuthorityURLFinder(ModelAdminURLFinder):
    edit_url_name = "territoires:edit"

    def construct_edit_url(self, instance):
        if instance.is_registered:
            return reverse("territoires:inspect", args=(instance.pk,))
        return super().construct_edit_url(instance)


class AuthorityViewSet(ReferenceViewSet, ModelViewSet):
    model = Authority
    name = "territoires"
    icon = "site"
    menu_label = "Territoires"
    menu_order = 225
    add_to_admin_menu = True
    # It has « S’il n’existe plus » in its form: visitors are told so, and who took over.
    may_retire = False
    index_view_class = AuthorityIndexView
    edit_view_class = AuthorityEditView
    delete_view_class = AuthorityDeleteView
    inspect_view_class = AuthorityInspectView
    inspect_view_enabled = True
    inspect_view_fields = [
        "full_name",
        "type",
        "code",
        "siren",
        "population",
        "population_year",
        "population_class_label",
        "departement",
        "region",
        "epci",
        "lon",
        "lat",
        "position_precision",
        "postcodes",
        "retired_on",
        "successor",
    ]
    # A copy of a commune could not be saved.
    copy_view_enabled = False
    list_display = ["name", *_told_columns()]
    list_filter = ["is_registered", "type", "region"]
    # Turns the search box on; `search_queryset` does the searching.
    search_fields = ["name"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel(
                "name",
                help_text="Communes, intercommunalités, départements et régions sont déjà là : "
                "n’ajoutez qu’un syndicat, un GIP, une agence ou une association.",
            ),
            FieldPanel("is_another"),
            FieldRowPanel([FieldPanel("type"), FieldPanel("siren")]),
            FieldRowPanel(
                [
                    FieldPanel("departement", help_text="Vide s’il en couvre plusieurs."),
                    FieldPanel("region", help_text="Suit le département s’il est donné."),
                ]
            ),
            MultiFieldPanel(
                [FieldPanel("retired_on"), FieldPanel("successor")],
                heading="S’il n’existe plus",
                help_text="Ses fiches restent publiées.",
            ),
        ],
        base_form_class=BodyForm,
    )

    @property
    def url_finder_class(self):
        return AuthorityURLFinder

    def chooser_widget(self):
        return AuthorityChooserWidget()

    def candidates(self):
        return Authority.objects.bodies().current()


# --- Chooser --------------------------------------------------------------------------------------


class AuthorityFilterForm(BaseFilterForm):
    q = forms.CharField(
        label="Nom, code postal ou code",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": "Boé, 47550, 214700312…"}),
    )

    def filter(self, objects):
        objects = super().filter(objects)
        text = self.cleaned_data.get("q")
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        return matching(text)


class _ChooseAuthority:
    filter_form_class = AuthorityFilterForm
    per_page = 12

    @property
    def columns(self):
        return [*super().columns, *_told_columns()]


class ChooseView(_ChooseAuthority, chooser_views.ChooseView):
    pass


class ChooseResultsView(_ChooseAuthority, chooser_views.ChooseResultsView):
    pass


class _TellsAll:
    def get_display_title(self, instance):
        return title_told(instance)

    def get_chosen_response_data(self, item):
        # What a list that is typed is made of (`static/js/authority-list.js`).
        return super().get_chosen_response_data(item) | {"code": item.code}


class ChosenView(_TellsAll, chooser_views.ChosenView):
    pass


class ChosenMultipleView(_TellsAll, chooser_views.ChosenMultipleView):
    def get_objects(self, pks):
        keys = [pk for pk in pks if pk.isdecimal() and len(pk) < 10]
        return super().get_objects(keys).select_related("region", "departement")


class CreateView(_TellsAll, chooser_views.CreateView):
    pass


class AuthorityChooser(BaseChooser):
    def get_display_title(self, instance):
        return title_told(instance)


class AuthorityChooserViewSet(ChooserViewSet):
    model = Authority
    icon = "site"
    per_page = 12
    choose_one_text = "Choisir une collectivité ou un organisme"
    choose_another_text = "En choisir une autre"
    edit_item_text = "Voir cette collectivité"
    page_title = "Choisir une collectivité ou un organisme"
    search_tab_label = "Chercher dans le registre"
    creation_tab_label = "Ajouter un organisme"
    create_action_label = "Ajouter"
    creation_form_class = BodyForm
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView
    base_widget_class = AuthorityChooser


authority_viewset = AuthorityViewSet()
authority_chooser_viewset = AuthorityChooserViewSet("choix_territoire")
AuthorityChooserWidget = authority_chooser_viewset.widget_class
