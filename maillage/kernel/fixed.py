"""The short words of fixed networks, said alike by pages and mails: states of a building, technologies, speeds."""

from maillage.kernel.indicator import Break

STATES = {
    "cible": "Prévu",
    "signe": "Accord signé",
    "en cours de deploiement": "Travaux en cours",
    "raccordable demande": "Raccordable sur demande",
    "deploye": "Raccordable",
    "abandonne": "Abandonné",
}
CONNECTABLE = "deploye"
CLOSED_EXCHANGE = "Bientôt raccordable"
UNKNOWN_STATE = "État inconnu"
WAITING_EXCHANGE = "attend le pm"
MAP_STATES = (
    "deploye",
    WAITING_EXCHANGE,
    "raccordable demande",
    "en cours de deploiement",
    "signe",
    "cible",
    "abandonne",
)
"""What a map tells apart, the most connected first: the states, and « deploye » whose exchange is not."""
TECHNOLOGIES = {
    "FO": "Fibre (FttH)",
    "COAX": "Câble",
    "CU": "Cuivre (ADSL, VDSL)",
    "THDR": "THD radio",
    "HDR": "Radio, haut débit",
    "4GF": "4G fixe",
    "SAT": "Satellite",
}
SPEEDS = {
    "INEL": "moins de 0,5",
    "HD05": "0,5 ou plus",
    "HD3": "3 ou plus",
    "BHD8": "8 ou plus",
    "THD30": "30 ou plus",
    "THD100": "100 ou plus",
    "THD1G": "1 000 ou plus",
}
"""Classes of speed in Mbit/s, from the slowest."""
COPPER_BREAKS = (
    Break(
        "2026-T1", "L’Arcep a commencé à changer sa méthode pour le cuivre : une partie des communes n’en compte plus."
    ),
    Break("2026-T2", "L’Arcep a changé sa méthode pour le cuivre au 2e trimestre 2026."),
)
"""The change of method of « Ma connexion internet », which shows in some communes one quarter before all of it."""
COPPER = {"ferme": "fermé", "prevue": "fermeture programmée", "pas_encore_prevue": "aucune date annoncée"}


SIZE_CLASS = "individuel|entre [0-9]+ et [0-9]+|[0-9]+ et plus"
"""The classes of size of a building, in small letters, whatever their bounds: publishers change them."""


def least_premises_sql(column: str) -> str:
    """How many premises a building of a class holds at least, as SQL: NULL for a class that is unknown."""
    return (
        f"CASE WHEN {column} = 'individuel' THEN 1 WHEN regexp_full_match({column}, '{SIZE_CLASS}') "
        f"THEN regexp_extract({column}, '[0-9]+')::BIGINT END"
    )


def state_name(state: str, exchange_state: str) -> str:
    """The state of a building whose exchange is in this state."""
    if state == CONNECTABLE and exchange_state != CONNECTABLE:
        return CLOSED_EXCHANGE
    return STATES.get(state, UNKNOWN_STATE)


def map_state_sql() -> str:
    """One of MAP_STATES, from the columns `etat` and `pm_etat` of a building."""
    return (
        f"CASE WHEN etat = '{CONNECTABLE}' AND pm_etat IS DISTINCT FROM '{CONNECTABLE}' "
        f"THEN '{WAITING_EXCHANGE}' ELSE etat END"
    )


def map_state_name(state: str) -> str:
    """One of MAP_STATES in words."""
    return CLOSED_EXCHANGE if state == WAITING_EXCHANGE else STATES.get(state, UNKNOWN_STATE)
