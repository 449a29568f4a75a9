"""The indicators of a strategy. Its team comes asking « où en sommes-nous, que manque-t-il ? » and leaves with the last
values of every indicator, its target, its rate, and what is late, stale or nobody's. Everybody may read those of a
public strategy.
"""

from typing import Any

from maillage.kernel import french
from maillage.steering.rights import Act, allows_somewhere
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet
from maillage.steering.targets.progress import RULE
from maillage.steering.targets.standing import Alert
from maillage.web.addresses import SLUG
from maillage.web.exports.table import Kind, Measure
from maillage.web.gate.access import member, writing
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, Options, every
from maillage.web.steer.picked import followed, readable_sheets
from maillage.web.steer.standings import Row, amount, number, place, source_of
from maillage.web.steer.targets import where
from maillage.web.steer.tree import shown

LAST = 6
MOST = 200


def _strategies(asked: Asked) -> Options:
    strategies = followed(asked.person)
    return every("Toutes", ((each.slug, str(each)) for each in strategies)) if len(strategies) > 1 else ()


def _strategy(slug: str, asked: Asked) -> Strategy | None:
    """The strategy asked; None for all of them. Raises UsageError for one that is not among these."""
    return where.strategy(slug, followed(asked.person))


def _mine(asked: Asked) -> list[Sheet]:
    sheets = readable_sheets(asked.person).select_related("owner", "person")
    return sorted(sheets.filter(strategies=asked["strategie"]) if asked["strategie"] else sheets, key=number)


def _public(asked: Asked) -> list[Sheet]:
    strategy = shown(asked.place["slug"])
    return sorted(Sheet.objects.filter(strategies=strategy).select_related("owner"), key=number)


def _rows(asked: Asked) -> list[Row]:
    """Where every sheet stands, in the territories asked."""
    lines = [row for held in where.matrix(asked) for row in held]
    return [row for row in lines if asked["alerte"] in row.alerts] if asked["alerte"] else lines


def _context(asked: Asked) -> dict[str, Any]:
    source = source_of(asked.request)
    places = [place(source, ref) for ref in where.refs(asked)]
    return {
        "level": asked["niveau"],
        "places": places,
        "matrix": [list(zip(held, places, strict=True)) for held in where.matrix(asked)] if asked["niveau"] else [],
        "sheets": where.sheets(asked),
        "rule": RULE,
    }


def _members_context(asked: Asked) -> dict[str, Any]:
    return {**_context(asked), "may_shape": allows_somewhere(asked.person, Act.SHAPE)}


def _public_context(asked: Asked) -> dict[str, Any]:
    return {**_context(asked), "strategy": shown(asked.place["slug"])}


def _title(row: Row) -> Shown:
    sheet = row.sheet
    number = f"{sheet.number}. " if sheet.number else ""
    kind = [sheet.unit, "calculé par l’observatoire" if sheet.computed else "", "fictif" if sheet.simulated else ""]
    under = tuple(Shown(words) for words in (", ".join(filter(None, kind)), row.held) if words)
    return Shown(f"{number}{sheet.title}", f"{sheet.page}?territoire={row.standing.ref}", under)


def _value(row: Row) -> Shown | str:
    last = row.standing.last
    if last is None:
        return ""
    under = (Shown(f"{row.period}, {row.how}"), *([Shown(last.coverage, tone="missing")] if last.coverage else []))
    return Shown(row.value, under=under)


def _before(row: Row) -> Shown | str:
    """The values before the last, newest first."""
    earlier = row.standing.series[-2 : -LAST - 1 : -1]
    words = [f"{amount(row.sheet, known.value)} ({known.period.label})" for known in earlier]
    return Shown(under=tuple(Shown(each.replace(" ", french.WIDE)) for each in words)) if words else ""


def _target(row: Row) -> Shown:
    if row.target:
        day = row.target_on.replace(" ", french.WIDE)
        return Shown(row.target, under=tuple(Shown(words) for words in (day, row.hit) if words))
    return Shown("série close" if row.standing.closed else "sans cible", tone="soft")


def _measured(row: Row, value: Any) -> Measure | None:
    return None if value is None else Measure(float(value), row.sheet.unit, row.sheet.decimals)


def _figure(name: str, label: str, words: str, **more: Any) -> Column:
    return Column(name, label, words, Kind.NUMBER, **{"width": 14, **more})


def _last(row: Row) -> Measure | None:
    return _measured(row, row.standing.last.value if row.standing.last else None)


def _aim(row: Row) -> Measure | None:
    return _measured(row, row.standing.target.value if row.standing.target else None)


WHICH = (
    Column("numero", "Numéro", "Numéro de l’indicateur", width=9, cell="sheet.number", first=False),
    Column("indicateur", "Indicateur", "Nom court de la fiche", width=26, cell="sheet.code", first=False),
    Column("titre", "Titre", "Titre", width=54, cell="sheet.title", show=_title, head="Indicateur"),
    Column("territoire", "Territoire", "Niveau et code", width=18, cell=lambda row: str(row.standing.ref), first=False),
)
STANDING = (
    Column(
        "periode",
        "Période",
        "Période de la dernière valeur",
        width=12,
        cell="standing.last.period.code",
        show=lambda row: row.period,
        first=False,
    ),
    _figure(
        "valeur",
        "Valeur",
        "Dernière valeur connue ; vide quand il n’y en a pas",
        cell=_last,
        show=_value,
        head="Dernière valeur",
        blank="inconnue",
    ),
    Column(
        "avant",
        "Avant",
        "Les valeurs d’avant",
        cell=lambda row: "",
        show=_before,
        sorts=False,
        filed=False,
        blank="aucune",
    ),
    Column("unite", "Unité", "Unité", width=16, cell="sheet.unit", first=False),
    Column("origine", "Origine", "calculée, saisie ou agrégée", width=12, cell="how", first=False),
    Column(
        "connue",
        "Sur",
        "Ce que la valeur couvre, quand ce n’est pas tout",
        width=24,
        cell="standing.last.coverage",
        first=False,
    ),
    Column("source", "Source", "Source de la valeur", width=30, cell="standing.last.source", first=False),
    _figure("cible", "Cible", "Cible", cell=_aim, show=_target),
    Column("echeance", "Échéance", "Date de la cible", Kind.DATE, 13, "standing.target.on", first=False),
    _figure(
        "initiale",
        "Valeur initiale",
        "D’où l’avancement est compté",
        cell=lambda row: _measured(row, row.standing.initial),
        first=False,
    ),
    _figure(
        "taux",
        "Avancement",
        "Pour cent, de 0 à 100",
        cell="rate",
        show=lambda row: Shown(part="steer/targets/rate_cell.html"),
    ),
    Column(
        "responsable", "Responsable", "Organisation qui en répond", width=30, cell="sheet.owner.name", blank="personne"
    ),
    Column(
        "alertes",
        "À surveiller",
        "Retard, valeur périmée, hors trajectoire…",
        width=30,
        cell=lambda row: " | ".join(row.alerts),
        show=lambda row: Shown(part="steer/targets/alerts_cell.html") if row.alerts else "",
    ),
    Column(
        "avancement_sur",
        "Avancement sur",
        "Les deux valeurs dont l’avancement est compté",
        width=44,
        cell="stands_on",
        first=False,
    ),
    Column(
        "jugee", "Jugée", "Ce qui atteint la cible, quand quelque chose l’atteint", width=36, cell="hit", first=False
    ),
    Column(
        "en_vigueur",
        "En vigueur",
        "Jusqu’à quand l’indicateur est suivi, quand il a une fin",
        width=44,
        cell="held",
        first=False,
    ),
)


def _columns(asked: Asked) -> tuple[Column, ...]:
    several = bool(asked["niveau"])
    place_column = Column("nom", "Nom", "Nom du territoire", width=30, cell="place", first=several, head="Territoire")
    return (*WHICH, place_column, *STANDING)


ALERT = Filter(
    "alerte", "À surveiller", options=every("Tout montrer", ((alert, str(alert).capitalize()) for alert in Alert))
)
TARGETS = Listing(
    name="targets",
    address="piloter/indicateurs",
    title="Indicateurs et cibles",
    file="indicateurs_cibles",
    what="indicateur",
    access=member,
    template="steer/targets/list.html",
    context=_members_context,
    size=MOST,
    empty=(
        "Aucun indicateur",
        "Créez le premier, ou chargez ceux de la SCORAN : qui tient ce site lance « maillage strategies load ».",
    ),
    filters=(Filter("strategie", "Stratégie", options=_strategies, parse=_strategy), *where.filters(_mine), ALERT),
    rows=_rows,
    columns=_columns,
)
PUBLIC = Listing(
    name="targets.public",
    address="/".join(("strategies", SLUG, "indicateurs")),
    title="Indicateurs et cibles",
    file=lambda asked: f"indicateurs_{asked.place['slug']}",
    what="indicateur",
    access=writing,
    template="steer/targets/public.html",
    context=_public_context,
    size=MOST,
    empty=("Aucun indicateur suivi", "L’équipe de la stratégie n’a pas encore dit ce qu’elle mesure."),
    filters=(*where.filters(_public), ALERT),
    rows=_rows,
    columns=_columns,
)
