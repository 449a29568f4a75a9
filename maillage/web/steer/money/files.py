"""Money to take away: budgets line by line, fundings, syntheses, envelopes, as CSV or XLSX. Amounts are exact."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.money import figures
from maillage.steering.money.models import BudgetLine, Funding, Kind, Programme, State
from maillage.steering.money.standing import Sum, by_year
from maillage.steering.rights import Act
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Table, table
from maillage.web.exports.table import Kind as Holds
from maillage.web.gate.access import member, writing
from maillage.web.steer.action import one_action
from maillage.web.steer.money.asked import Asked, asked, of, place, strategies
from maillage.web.steer.money.envelopes import counted_for, seen_by
from maillage.web.steer.money.synthesis import public_actions
from maillage.web.steer.tree import shown


def _number(name: str, label: str, words: str) -> Column:
    return Column(name, label, words, Holds.NUMBER, 16)


LINES = (
    Column("ligne", "Ligne", "budget ou financement", width=13),
    Column("action", "Action", "Code de l’action", width=10),
    Column("titre", "Titre", "Titre de l’action", width=44),
    Column("annee", "Année", "Année, pour un budget", Holds.NUMBER, 9),
    Column("nature", "Nature", "Investissement ou fonctionnement", width=16),
    _number("prevu", "Prévu", "Montant prévu, en euros"),
    _number("reel", "Réel", "Montant dépensé, en euros ; vide quand il n’est pas dit"),
    Column("financeur", "Financeur", "Qui finance", width=34),
    Column("enveloppe", "Enveloppe", "Enveloppe d’où vient le financement", width=30),
    _number("montant", "Montant", "Montant financé, en euros"),
    Column("etat", "État", "Envisagé, demandé, notifié ou versé", width=12),
    Column("decide_le", "Décidé le", "Jour de la décision", Holds.DATE, 13),
    Column("note", "Note", "Note", width=40),
)
GATHERED = (
    Column("cle", "Clé", "Année, clé de l’élément, territoire", width=16),
    Column("objet", "Objet", "Ce qui est additionné", width=60),
    _number("actions", "Actions", "Combien d’actions comptent"),
    _number("prevu", "Prévu", "Montant prévu, en euros"),
    _number("reel", "Réel", "Somme des montants dits ; vide quand aucun ne l’est"),
    _number("lignes_sans_reel", "Lignes sans réel", "Lignes dont le réel n’est pas dit"),
)
FUNDERS = (
    Column("financeur", "Financeur", "Qui finance", width=40),
    *(
        _number(state.value, str(state.label), f"Montants à l’état « {state.label.lower()} », en euros")
        for state in State
    ),
    _number("total", "Total", "Tous états, en euros"),
)
ENVELOPES = (
    Column("enveloppe", "Enveloppe", "Nom", width=40),
    Column("programme", "Programme", "FEDER, CPER, Région…", width=22),
    Column("strategie", "Stratégie", "Stratégie qu’elle sert", width=24),
    Column("financeur", "Financeur", "Qui finance", width=34),
    Column("premiere_annee", "Première année", "Année", Holds.NUMBER, 10),
    Column("derniere_annee", "Dernière année", "Année", Holds.NUMBER, 10),
    _number("montant", "Montant", "Montant de l’enveloppe, en euros"),
    _number("engage", "Engagé", "Notifié ou versé, en euros"),
    _number("demande", "Demandé", "Demandé, pas encore notifié, en euros"),
    _number("envisage", "Envisagé", "Envisagé, pas encore demandé, en euros"),
    _number("reste", "Reste", "Montant moins engagé, en euros"),
    Column("compte", "Compte", "Toutes les actions, ou celles que vous pouvez lire", width=34),
)
PUBLIC = tuple(column for column in GATHERED if column.name not in ("reel", "lignes_sans_reel"))


def _lines(actions: QuerySet[Action]) -> Iterable[Sequence[Cell]]:
    mine = actions.order_by().values("pk")
    budget = BudgetLine.objects.filter(action__in=mine).select_related("action")
    for line in budget.order_by("action__code", "year", "-kind"):
        head = ("budget", line.action.code, line.action.title, line.year, str(Kind(line.kind).label))
        yield [*head, line.planned, line.real, "", "", None, "", None, ""]
    given = Funding.objects.filter(action__in=mine).select_related("action", "funder", "envelope__funder")
    for each in given.order_by("action__code", "pk"):
        yield [
            *("financement", each.action.code, each.action.title, None, "", None, None, each.from_whom),
            *(each.envelope.name if each.envelope else "", each.amount, str(State(each.state).label)),
            *(each.decided_on, each.note),
        ]


@member
@require_safe
def budget_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The budget and the fundings of one action."""
    action = one_action(request, code, Act.READ_PARTNERS)
    mine = Action.objects.filter(pk=action.pk)
    view = reverse("money.budget", args=[action.code])
    made = table(f"budget_{action.code}", f"Budget de l’action {action.code}", view, LINES, lambda _: _lines(mine))
    return answer(request, made, form)


def _sum(key: str, words: str, actions: int | None, amounts: Sum) -> list[Cell]:
    return [key, words, actions, amounts.planned, amounts.real, amounts.unsaid]


def _gathered(request: HttpRequest, selection: Asked, by: str) -> Iterable[list[Cell]]:
    if by == "annee":
        for year in by_year(selection.lines):
            count = len({line.action for line in selection.lines if line.year == year.year})
            for words, part in zip(("Investissement", "Fonctionnement", "Total"), year.parts, strict=True):
                yield _sum(str(year.year), words, count if words == "Total" else None, part)
    elif by == "territoire":
        for row in figures.by_territory(selection.actions, selection.lines):
            words = place(request, row.key) if row.key else row.words
            yield _sum(row.key, words, row.actions, row.sum)
    elif selection.edition:
        for row in figures.by_node(selection.edition, selection.depth, selection.actions, selection.lines):
            yield _sum(row.key, row.words, row.actions, row.sum)


@member
@require_safe
def synthesis_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """A synthesis, by `par`: annee, element, territoire, financeur; or every line, by action."""
    selection, by = asked(request), request.GET.get("par", "annee")
    view = f"{reverse('money')}?{selection.query}"
    filters = (("stratégie", selection.strategy.title),)
    name, title = f"budget_{by}", f"Budget de la stratégie {selection.strategy}, par {by}"
    if by == "financeur":

        def funders(made: Table) -> Iterable[Sequence[Cell]]:
            for who, plan in figures.by_funder(figures.fundings(selection.actions)):
                yield [who, *(plan.states[state] for state in State.values), plan.funded]

        return answer(request, table(name, title, view, FUNDERS, funders, filters), form)
    if by == "action":
        return answer(request, table(name, title, view, LINES, lambda _: _lines(selection.actions), filters), form)
    if by not in ("annee", "element", "territoire"):
        raise UsageError("Par annee, element, territoire, financeur ou action.")
    made = table(name, title, view, GATHERED, lambda _: _gathered(request, selection, by), filters)
    return answer(request, made, form)


@writing
@require_safe
def public_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """What the public actions of a strategy plan to spend, by level of its tree."""
    strategy = shown(slug)
    selection = of(request, strategy, (), public_actions(strategy))

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for row in _gathered(request, selection, "element"):
            yield row[:4]

    view = reverse("money.public", args=[slug])
    return answer(request, table(f"budget_{slug}", f"Budget prévu, {strategy}", view, PUBLIC, draw), form)


@member
@require_safe
def envelopes_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every envelope and what is left of it."""
    if not strategies(request.user):
        raise PermissionDenied("Votre rôle ne permet pas de lire les enveloppes.")

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for envelope, left in figures.envelopes(seen_by(request.user), counted_for(request.user)):
            yield [
                *(envelope.name, str(Programme(envelope.programme).label), str(envelope.strategy), envelope.from_whom),
                *(envelope.first_year, envelope.last_year, envelope.amount),
                *(left.committed, left.asked, left.meant, left.left),
                "les actions que vous pouvez lire" if left.partial else "toutes les actions",
            ]

    return answer(request, table("enveloppes", "Enveloppes", reverse("money.envelopes"), ENVELOPES, draw), form)
