"""What a meeting must be to be closed, or called off: nothing is said to be done that was not."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.steering.committees.models import Decision, Meeting, Presence, Stage, Verdict

NAMED = 5
HERE = (Presence.PRESENT, Presence.REPRESENTED)
# What must be written for each kind of decision, beside the action that the three official ones are about.
WORDS = {
    Verdict.SCALE: "Dites où et comment l’action s’étend.",
    Verdict.DROP: "Dites pourquoi l’action s’arrête.",
    Verdict.OTHER: "Écrivez ce qui est décidé.",
}


def check_stage(meeting: Meeting) -> None:
    """Raises ValidationError for a meeting closed before its day, or called off after it decided something."""
    if meeting.stage == Stage.CLOSED and timezone.localtime(meeting.starts_at).date() > timezone.localdate():
        raise ValidationError({"stage": f"Elle se tient le {meeting.day} : elle ne peut pas être close avant."})
    if meeting.stage == Stage.CANCELLED and Decision.objects.filter(item__meeting=meeting).exists():
        raise ValidationError({"stage": "Des décisions y sont écrites : ôtez-les avant de l’annuler."})


def check_whole(meeting: Meeting) -> None:
    """Raises ValidationError, by fields of the meeting, for what its closed minutes would leave unsaid."""
    wrong = _attendance(meeting)
    decisions = Decision.objects.filter(item__meeting=meeting).select_related("item")
    for decision in decisions.order_by("item__rank", "pk"):
        for field, words in incomplete(decision).items():
            wrong[f"p{decision.item_id}-{field}"] = words
    if wrong:
        raise ValidationError(wrong)


def _attendance(meeting: Meeting) -> dict[str, str]:
    noted = {attendance.seat_id: attendance.presence for attendance in meeting.attendances.all()}
    seats = meeting.body.seats.filter(left_on=None).select_related("organisation", "person")
    left = [str(seat) for seat in seats if seat.pk not in noted]
    if left:
        others = len(left) - NAMED
        more = f" et {others} autre{'s' if others > 1 else ''}" if others > 0 else ""
        return {"stage": f"Pour la clore, notez la présence de chaque siège : {', '.join(left[:NAMED])}{more}."}
    if not any(presence in HERE for presence in noted.values()):
        return {"stage": "Pour la clore, il faut au moins un siège présent ou représenté."}
    return {}


def incomplete(decision: Decision) -> dict[str, str]:
    """What a decision still lacks, by field: the action it is about, or its words."""
    verdict = Verdict(decision.verdict)
    if verdict is not Verdict.OTHER and decision.action_id is None:
        label = verdict.label.lower()
        words = f"Ce point n’a pas d’action : une décision de {label} en veut une. Sinon, « Autre décision »."
        return {"verdict": words}
    if verdict in WORDS and not decision.text.strip():
        return {"text": WORDS[verdict]}
    return {}
