"""A sentence of the demonstration region, fictional and marked so: visitors see what « vu, expliqué par… » gives.

It is entered by who knows what the automatic headlines say (`config/demonstration.py`): nothing here writes one.
"""

from collections.abc import Iterable
from datetime import date

from maillage.directory.models import User
from maillage.steering import versions
from maillage.steering.desk.demonstration import CARDS
from maillage.steering.explanations.models import Explanation
from maillage.steering.explanations.published import Subject
from maillage.steering.strategies.demonstration import MAIN
from maillage.steering.strategies.models import Strategy

SENTENCES = {
    "promesses": "Ces dates ont été annoncées avant la pénurie de poteaux de l’hiver ; l’opérateur en donnera de "
    "nouvelles au prochain comité.",
    "arret": "Un marché attribué en septembre reprend ces communes ; les premiers travaux sont attendus au printemps.",
    "seuil": "Les derniers locaux sont les plus éloignés : la Région finance leur raccordement jusqu’à fin 2028.",
}
"""What is said of a headline, by the rule that writes it; the first that is shown is the one explained."""


def enter(subjects: Iterable[Subject], today: date) -> int:
    """Sign a sentence beside one of these headlines, and say how many: none where somebody signed one, or where no
    headline is of these rules."""
    known = {subject.about: subject for subject in subjects}
    about = next((about for about in SENTENCES if about in known), "")
    strategy = Strategy.objects.filter(slug=MAIN, shown=True).first()
    signer = CARDS[0]
    person = User.objects.filter(email=signer.email).first()
    if not about or strategy is None or person is None or Explanation.objects.exists():
        return 0
    territory, about, period, headline = known[about]
    explanation = Explanation(
        strategy=strategy,
        territory=territory,
        about=about,
        period=period,
        headline=headline,
        words=SENTENCES[about],
        name=signer.name,
        role=f"{signer.post}, {signer.function}",
        signed_on=today,
        by=person,
        simulated=True,
    )
    versions.write(explanation, person)
    return 1
