"""What an action is to notices, discussions and links; why people are told of one."""

from typing import Any

from django.db.models import QuerySet

from maillage.directory.models import User
from maillage.directory.notices.occasions import Occasion
from maillage.directory.things import Kind
from maillage.steering.actions.models import Action
from maillage.steering.rights import acts_on, readable

PILOT, DECIDED = "action.pilote", "action.decision"


def _readable(person: Any) -> QuerySet[Action]:
    actions = Action.objects.filter(readable(person)).select_related("strategy__organisation", "lead", "pilot")
    return actions.prefetch_related("shared_with", "partners")


def _pilot(action: Action) -> list[User]:
    return [action.pilot] if action.pilot else []


KINDS = (Kind("action", "Action", _readable, acts_on, concerned=_pilot),)
OCCASIONS = (Occasion(PILOT, asks=True), Occasion(DECIDED))
