"""Who may give a value of an indicator, and who may change its sheet: no unless a role says yes."""

from typing import Any

from maillage.directory.models import Role
from maillage.directory.rights import memberships
from maillage.steering.rights import ACTS, Act, allows
from maillage.steering.targets.models import Sheet


def may(person: Any, act: Act, sheet: Sheet) -> bool:
    """Whether somebody may do this with a sheet: all over one of its strategies; or, for a value, as the person or in
    the organisation that answers for it."""
    if any(allows(person, act, one) for one in sheet.strategies.all()):
        return True
    if act is not Act.VALUE:
        return False
    held = memberships(person)
    if sheet.person_id is not None and held and sheet.person_id == person.pk:
        return True
    return any(act in ACTS[Role(one.role)] and one.organisation.pk == sheet.owner_id for one in held)
