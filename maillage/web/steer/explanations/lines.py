"""The automatic headlines of a place as its team reads them: what each says, what was signed beside it, whether readers
see it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref
from maillage.observatory.door import Observatory
from maillage.steering.explanations.models import Explanation
from maillage.steering.explanations.published import Subject
from maillage.web.words.explained import Sentence, sentence
from maillage.web.words.headlines import headlines
from maillage.web.words.treated import treated


@dataclass(frozen=True, slots=True)
class Line:
    """A headline, where readers meet it, what was signed beside it; `stale` when that was said of another headline."""

    subject: Subject
    where: str
    explanation: Explanation | None
    sentence: Sentence | None
    stale: bool

    @property
    def address(self) -> str:
        """Where one explains it."""
        query = urlencode({"dans": self.subject.territory, "sujet": self.subject.about}, safe=":")
        return f"{reverse('explanations.sign')}?{query}"


def subjects(source: Observatory, ref: Ref) -> list[tuple[Subject, str]]:
    """The headlines of a place today, and where each is read: those of the home page are of the region."""
    found = []
    if ref == source.release.region:
        found = [(Subject(str(ref), each.about, each.period, each.title), "À l’accueil") for each in headlines(source)]
    portrait = (Subject(str(ref), each.about, each.period, each.title) for each in treated(source, ref))
    return [*found, *((subject, "Sur le portrait") for subject in portrait)]


def subject_of(source: Observatory, ref: Ref, about: str) -> Subject:
    """The headline of a place about something. Raises UsageError when there is none today."""
    found = next((subject for subject, _ in subjects(source, ref) if subject.about == about), None)
    if found is None:
        raise UsageError("Ce titre n’est plus affiché : il n’y a rien à expliquer.")
    return found


def lines(source: Observatory, ref: Ref) -> list[Line]:
    """The headlines of a place, with what was signed."""
    signed = {each.about: each for each in Explanation.objects.filter(territory=str(ref)).select_related("strategy")}
    return [_line(subject, where, signed.get(subject.about)) for subject, where in subjects(source, ref)]


def _line(subject: Subject, where: str, explanation: Explanation | None) -> Line:
    if explanation is None or explanation.withdrawn:
        return Line(subject, where, explanation, None, stale=False)
    then = Subject(explanation.territory, explanation.about, explanation.period, explanation.headline)
    words = sentence(explanation.words, explanation.name, explanation.role, explanation.signed_on)
    return Line(subject, where, explanation, words, stale=then.same != subject.same)
