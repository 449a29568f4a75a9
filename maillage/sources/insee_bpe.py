"""The permanent base of facilities (BPE) of INSEE, one CSV a year for the whole country, read in SQL.

Layout of the editions from 2024 on: a line for each facility, with degrees. Traps: over 1.5 GB once unpacked;
`_Z` and `_U` stand for nothing, in STATUT_DIFFUSION and QUALITE_GEOLOC as well, where the point is then as good as
QUALITE_XY says; QUALITE_GEOLOC 12 and 22 are points drawn at random in the street, 33 in the commune; STATUT_DIFFUSION
P or N asks that neither name nor place be shown; codes of types change. France Services come from their own list.

A general practitioner is a line, and a person: one is counted in its commune, and neither name, number nor place is
kept. Two of one practice may be told by the same line but for their names, so that the line is what tells them apart.
"""

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.source import Bounds, Source, labels
from maillage.kernel.table import Rule
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.rules import FRANCE, commune_code, present

KINDS = {
    "C107": ("ecole", "École maternelle"),
    "C108": ("ecole", "École primaire"),
    "C109": ("ecole", "École élémentaire"),
    "C201": ("ecole", "Collège"),
    "C301": ("ecole", "Lycée général ou technologique"),
    "C302": ("ecole", "Lycée professionnel"),
    "C303": ("ecole", "Lycée agricole"),
    "A101": ("service_public", "Police"),
    "A140": ("service_public", "Police"),
    "A104": ("service_public", "Gendarmerie"),
    "A120": ("service_public", "Finances publiques (direction régionale)"),
    "A121": ("service_public", "Finances publiques (direction départementale)"),
    "A122": ("service_public", "France Travail"),
    "A129": ("service_public", "Mairie"),
    "A206": ("service_public", "Bureau de poste"),
    "A207": ("service_public", "Relais poste"),
    "A208": ("service_public", "Agence postale"),
    "D101": ("sante", "Hôpital ou clinique"),
    "D106": ("sante", "Urgences"),
    "D113": ("sante", "Maison de santé"),
    "D265": ("medecin", "Médecin généraliste"),
}
"""The types kept, with the codes of the editions of 2024 and 2025: police stations went from A101 to A140."""
LABELS = (
    labels("TYPEQU", {code: words for code, (_, words) in KINDS.items()}),
    labels("QUALITE_GEOLOC", {"11": "position exacte"}, known="12|21|22|33|_Z|_U"),
    labels("STATUT_DIFFUSION", {}, known="O|P|N|_Z|_U"),
)
SOURCE = Source(
    name="insee_bpe",
    table="equipements",
    title="Base permanente des équipements (BPE)",
    publisher="Insee",
    page="https://www.insee.fr/fr/metadonnees/source/serie/s1161",
    licence=LICENCE_OUVERTE_2,
    frequency="annuelle",
    format=Csv(separator=";"),
    required=("NOMRS", "DEPCOM", "TYPEQU", "SIRET", "STATUT_DIFFUSION", "LONGITUDE", "LATITUDE", "QUALITE_GEOLOC"),
    optional=("QUALITE_XY",),
    ignored=(
        "AN",
        "APET",
        "CNOMRS",
        "NUMVOIE",
        "INDREP",
        "TYPVOIE",
        "LIBVOIE",
        "CADR",
        "CODPOS",
        "DEP",
        "REG",
        "LIBCOM",
        "S?DOM",
        "CANTINE",
        "INTERNAT",
        "RPI",
        "EP",
        "CL_(PGE|PELEM)",
        "SECT(EUR)?",
        r"(ACCES|PRES|INDIC|NB)_\w+",
        "NB(EQUIDENT|SALLES|LIEUX)",
        "CAPACITE(_D_ACCUEIL)?",
        "SAISONNIER",
        "COUVERT",
        "ECLAIRE",
        "CATEGORIE",
        "MULTIPLEXE",
        "STRUCTURE_EXERCICE",
        "SPECIALITE",
        "ACCUEIL",
        "ITINERANCE",
        "MODE_GESTION",
        "SSTYPHEB",
        "TYPE(RESTO)?",
        "IMPLANTATION_STATION",
        "GPL",
        "LAMBERT_[XY]",
        "EPSG",
        "TR_DIST_PRECISION",
        "DCIRIS",
        "IRISEE",
        r"QUALI_\w+",
        "(QP|UU|BV|AAV)20[0-9]{2}",
        "QVA",
        "ZUS",
        "EPCI",
        "DENS[37]",
    ),
    # Some 55 000 schools, 35 000 town halls, 12 000 other places and 60 000 doctors for 35 000 communes.
    bounds=Bounds(per="commune", low=0.3, high=30.0),
    notes="Sont repris les écoles, collèges et lycées, les mairies, la police et la gendarmerie, les finances "
    "publiques, France Travail, les bureaux de poste, les hôpitaux, les urgences, les maisons de santé et les "
    "médecins généralistes. Un point tiré au sort dans la rue ou la commune n’est pas repris : nous ne savons pas où "
    "est l’équipement. Un établissement en diffusion partielle est compté sans nom ni place. Un médecin est une "
    "personne : il n’est que compté dans sa commune, sans nom, numéro ni place.",
    labels=LABELS,
)

_VALUES = ", ".join(f"('{code}', '{group}', '{words}')" for code, (group, words) in KINDS.items())
_PERSON = "(upper(trim(TYPEQU)) = 'D265')"
# Neither name nor place is kept but where the publisher allows it, or has nothing to protect; those of a person, never.
_HIDDEN = f"({_PERSON} OR coalesce(upper(trim(STATUT_DIFFUSION)), '_Z') NOT IN ('O', '_Z'))"
# A point is that of the facility where its quality says so; `_Z`, a point that was given and not looked for, has none.
_PLACED = (
    "coalesce(upper(trim(QUALITE_GEOLOC)) IN ('11', '21') OR (coalesce(upper(trim(QUALITE_GEOLOC)), '_Z') = '_Z' "
    "AND coalesce(left(upper(trim(QUALITE_XY)), 1), 'B') = 'B'), false)"
)
_LOST = f"(NOT {_PLACED} OR {_HIDDEN})"
# What is empty keeps its place in the key: no two different lines have the same.
_SAID = ", ".join(f"coalesce(trim({name}), '')" for name in ("SIRET", "LONGITUDE", "LATITUDE", "NOMRS"))

CHECKS = (
    commune_code("DEPCOM"),
    present("TYPEQU"),
    Rule(
        f"{_PERSON} OR nombre(LONGITUDE) IS NULL OR nombre(LATITUDE) IS NULL OR "
        + FRANCE.format(x="nombre(LONGITUDE)", y="nombre(LATITUDE)"),
        "LONGITUDE",
        "coordonnées hors de France",
    ),
)

SELECT = f"""
SELECT ligne,
    code_commune(DEPCOM) AS commune,
    CASE WHEN {_PERSON} THEN concat_ws('|', k.categorie, trim(DEPCOM), ligne)
        WHEN {_HIDDEN} THEN concat_ws('|', 'P', trim(DEPCOM), ligne)
        ELSE concat_ws('|', trim(TYPEQU), trim(DEPCOM), {_SAID}) END AS identifiant,
    k.categorie,
    k.nature,
    CASE WHEN NOT {_HIDDEN} AND trim(NOMRS) NOT IN ('_Z', '_U') THEN texte(NOMRS) END AS nom,
    CASE WHEN NOT {_LOST} AND nombre(LATITUDE) IS NOT NULL THEN nombre(LONGITUDE) END AS longitude,
    CASE WHEN NOT {_LOST} AND nombre(LONGITUDE) IS NOT NULL THEN nombre(LATITUDE) END AS latitude
FROM brut JOIN (VALUES {_VALUES}) k (code, categorie, nature) ON k.code = upper(trim(TYPEQU))
"""
