"""The schemes, bodies and tools that official documents of 2013 to 2020 name, and what became of them.

Documents keep their words; beside them we say until when these held, and what there is today. A fact that nobody read
in a public page is `TO_CHECK`, and said so wherever it is shown.
"""

from dataclasses import dataclass
from datetime import date

from maillage.kernel.validity import Certainty, Validity
from maillage.kernel.words import folded


@dataclass(frozen=True, slots=True)
class Scheme:
    """A thing that documents name: `key` for the files that rest on it, `names` as documents write them."""

    key: str
    names: tuple[str, ...]
    validity: Validity
    note: str = ""

    @property
    def words(self) -> str:
        """« Pass numérique : en vigueur du … au …. Ce qu’il en est. »."""
        held = self.validity.words
        said = f"{self.names[0]} : {held[:1].lower()}{held[1:]}."
        return f"{said} {self.note}" if self.note else said


_MEMORY = Certainty.TO_CHECK
SCHEMES = (
    Scheme(
        "pass-numerique",
        ("Pass numérique", "Pass numériques"),
        Validity(
            date(2019, 3, 22),
            date(2024, 12, 31),
            "",
            "Appel à projets du 22 mars 2019 (SCORAN BFC, note 26) ; Sénat, question du 22 février 2024",
        ),
        "Son éditeur, Aptic, est en liquidation depuis le 16 janvier 2024, et il n’a pas été prolongé.",
    ),
    Scheme(
        "cohesion-numerique",
        ("Guichet Cohésion numérique", "Cohésion numérique des territoires"),
        Validity(
            None,
            date(2025, 12, 31),
            "",
            "Consultation publique de juin 2023 sur sa prolongation (Maire-info, 23 juin 2023)",
            Certainty.TO_CHECK,
        ),
        "L’État a proposé en 2023 de le prolonger jusqu’en décembre 2025 ; nous n’avons pas lu ce qu’il en est depuis.",
    ),
    Scheme(
        "ccrant",
        ("CCRANT",),
        Validity(
            None,
            date(2017, 2, 17),
            "commission régionale de stratégie numérique (CRSN)",
            "Circulaire n° 5911/SG du 17 février 2017",
        ),
    ),
    Scheme(
        "gip-territoires-numeriques",
        ("GIP Territoires Numériques", "GIP Territoire Numérique", "Territoires Numériques BFC"),
        Validity(
            None,
            date(2021, 12, 31),
            "Agence régionale du numérique et de l’intelligence artificielle (ARNia), depuis le 1er janvier 2022",
            "Assemblée générale du GIP, 30 novembre 2021 (Écho des communes)",
        ),
    ),
    Scheme(
        "arnia",
        ("Agence régionale du numérique et de l’intelligence artificielle", "ARNia", "ARN-IA"),
        Validity(date(2022, 1, 1), None, "", "Gazette de Bourgogne ; Écho des communes"),
        "Elle prolonge le GIP Territoires Numériques.",
    ),
    Scheme(
        "msap",
        ("MSAP", "Maisons de services au public"),
        Validity(None, date(2019, 12, 31), "France Services", "Labels France Services, 2020", _MEMORY),
    ),
    Scheme(
        "presage",
        ("PRESAGE",),
        Validity(None, None, "Synergie, puis Synergie+ ; Chorus pour les crédits de l’État", "", _MEMORY),
    ),
    Scheme(
        "datar", ("DATAR",), Validity(None, None, "Agence nationale de la cohésion des territoires (ANCT)", "", _MEMORY)
    ),
    Scheme(
        "mission-france-thd",
        ("Mission France Très Haut Débit", "Mission France THD"),
        Validity(None, None, "Agence nationale de la cohésion des territoires (ANCT)", "", _MEMORY),
    ),
    Scheme("syntec-numerique", ("Syntec Numérique",), Validity(None, None, "Numeum", "", _MEMORY)),
    Scheme(
        "universite-de-bourgogne",
        ("Université de Bourgogne",),
        Validity(
            None,
            date(2024, 12, 31),
            "université Bourgogne Europe, depuis le 1er janvier 2025",
            "maCommune.info, 14 janvier 2025",
        ),
    ),
    Scheme(
        "universite-de-franche-comte",
        ("Université de Franche-Comté",),
        Validity(
            None,
            date(2024, 12, 31),
            "université Marie et Louis Pasteur, depuis le 1er janvier 2025",
            "maCommune.info, 14 janvier 2025",
        ),
    ),
    Scheme(
        "couverture-ciblee",
        ("Dispositif couverture ciblée", "Couverture ciblée"),
        Validity(None, date(2025, 12, 31), "", "Assemblée nationale, 23 décembre 2025"),
        "2025 a été la dernière année d’attribution de sites ; les obligations des opérateurs courent jusqu’en 2027 "
        "et 2028.",
    ),
    Scheme(
        "france-mobile",
        ("France Mobile",),
        Validity(None, date(2022, 12, 31), "« Toutes et tous connecté·e·s », depuis 2023", "", _MEMORY),
    ),
)
BY_KEY = {scheme.key: scheme for scheme in SCHEMES}


def cited(text: str) -> list[Scheme]:
    """The schemes that a text names, in the order of this file; none that only resembles one."""
    held = f" {folded(text)} "
    return [scheme for scheme in SCHEMES if any(f" {folded(name)} " in held for name in scheme.names)]
