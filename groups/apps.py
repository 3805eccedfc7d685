from core import declarations
from users.groups import EDITORS


class GroupsConfig(declarations.ProjectApp):
    name = "groups"
    verbose_name = "Groupes et programmes"
    content = ("Person", "Mandate", "Group", "Programme", "Edition")
    not_content = ("RemovedPerson",)
    # What is in a group goes with it; of a programme, its editions; a sheet leaves what is told of it.
    goes_along = (
        "Mandate.person",
        "Mandate.group",
        "Edition.programme",
        "Meeting.event",
        "Stage.event",
        "GroupDeliverable.publication",
        "ProgrammeDeliverable.publication",
        "CohortMember.sheet",
        "ProgrammeSheet.sheet",
    )
    rights = {
        EDITORS: {
            "Person": declarations.ALL,
            "Mandate": declarations.ALL,
            "Group": declarations.ALL,
            "Programme": declarations.ALL,
            "Edition": declarations.ALL,
        }
    }
    slots = {
        "sheet": "groups/on_sheet.html",
        "event": "groups/on_event.html",
        "publication": "groups/on_publication.html",
        "network_doors": "groups/door.html",
    }

    def ready(self):
        super().ready()
        from core.retention import Concerns, Retention, register

        register(
            Retention(
                what="le nom et la fonction publique de qui siège dans un groupe ou une organisation, avec leur source",
                why="dire qui répond de quoi",
                who_sees="tout le monde",
                kept="jusqu’à ce que la personne demande à en être retirée",
                concerns=Concerns.NAMED,
                where="groups/models/people.py",
            ),
            Retention(
                what="le fait qu’une personne a demandé à être retirée",
                why="empêcher qu’un fichier ramène son nom",
                who_sees="personne : une empreinte",
                kept="sans limite",
                concerns=Concerns.NAMED,
                where="groups/models/people.py",
            ),
        )
