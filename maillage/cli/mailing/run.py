"""What leaves by e-mail, and what is forgotten, with the counts of what was done."""

import sys
from argparse import Namespace
from pathlib import Path

from maillage.config.serve import open_home
from maillage.kernel.errors import DataError
from maillage.kernel.french import counted


def mail(home: Path, options: Namespace) -> None:
    """Send what is due: changes to those who follow, reports to the communes, answers to those who wait for one,
    and to members what is due to them."""
    open_home(home)
    # Imported here: Django must have started.
    from maillage.commons.challenges import handling
    from maillage.commons.following import sending
    from maillage.commons.reports import answering
    from maillage.directory.notices import mailing as notices
    from maillage.observatory import door
    from maillage.steering.desk import mails as reminders

    source = door.current(home)
    try:
        followed = sending.send_due(source, sending.name_of(source))
        answered = answering.send_due()
        sent = handling.transmit_due()
        reminded = reminders.send_due()
        noticed = notices.send_due()
    except OSError as error:
        raise DataError(
            f"Le serveur de courriel ne répond pas ({error.strerror or error}). Rien d’autre n’est parti : "
            "ce qui reste partira la prochaine fois. Voir MAILLAGE_SMTP."
        ) from None
    print(
        f"Suivis : {counted(followed.mails, 'message')}, "
        f"{counted(followed.renewals, 'renouvellement demandé', 'renouvellements demandés')}. "
        f"Signalements : {counted(answered.forwarded, 'transmis', 'transmis')}, "
        f"{counted(answered.answered, 'réponse envoyée', 'réponses envoyées')}. "
        f"Contestations : {counted(sent.challenges, 'transmise', 'transmises')}. "
        f"Rappels : {counted(reminded.gone, 'message')}. Avis : {counted(noticed.gone, 'message')}."
    )
    refused = followed.refused + answered.refused + sent.refused + reminded.refused + noticed.refused
    unsure = followed.unsure + answered.unsure + sent.unsure + reminded.unsure + noticed.unsure
    if refused or unsure or followed.unknown:
        print(
            f"Refusés par le serveur, à retenter : {refused}. Partis ou non, jamais retentés : {unsure}. "
            f"Lieux suivis introuvables dans la publication : {len(followed.unknown)}.",
            file=sys.stderr,
        )


def purge(home: Path, options: Namespace) -> None:
    """Forget what the page « Données personnelles » says is forgotten."""
    open_home(home)
    # Imported here: Django must have started.
    from django.core.management import call_command

    from maillage.commons.following import purge as following
    from maillage.commons.reports import purge as reports
    from maillage.directory import governing, limits
    from maillage.directory.jobs import purge as jobs
    from maillage.directory.notices import telling
    from maillage.steering.desk import answering
    from maillage.steering.desk import mails as reminders

    forgotten = following.forget()
    erased = reports.forget()
    limits.forget_past()
    answering.forget()
    reminders.forget()
    governing.forget_past()
    jobs.forget()
    telling.forget()
    call_command("clearsessions")
    print(
        f"Oubliés : {counted(forgotten, 'suivi ou adresse', 'suivis ou adresses')}, "
        f"{counted(erased, 'donnée', 'données')} de signalements."
    )
