"""The rows of test_rights_table.py: who is answered what, address by address. One is added by who adds an address."""

# Columns, in order: anonymous, an account without role, lecteur, contributeur, pilote, secretaire, equipe,
# administrateur, and somebody of another organisation.
TABLE = """
GET  /piloter                                      c x . . . . . . .
GET  /piloter/connexion                            . . . . . . . . .
GET  /piloter/connexion/code                       > > > > > > > > >
GET  /piloter/connexion/fournisseur                ? ? ? ? ? ? ? ? ?
GET  /piloter/connexion/fournisseur/retour         ? ? ? ? ? ? ? ? ?
GET  /piloter/connexion/zzz                        ? ? ? ? ? ? ? ? ?
GET  /piloter/invitation/zzz                       ? ? ? ? ? ? ? ? ?
GET  /piloter/compte                               c x . . . . . . .
GET  /piloter/compte/identite                      c x . . . . . . .
GET  /piloter/compte/courriels                     c x . . . . . . .
GET  /piloter/avis                                 c x . . . . . . .
POST /piloter/avis/lus                             c x > > > > > > >
POST /piloter/avis/1/lu                            c x > > > > > > >
GET  /piloter/compte/confirmer                     c x > > > > > > >
GET  /piloter/compte/second-facteur                c x . . . . . . .
GET  /piloter/compte/second-facteur/retirer        c x > > > > > > >
GET  /piloter/compte/codes                         c x > > > > > > >
GET  /piloter/compte/codes/nouveaux                c x > > > > > > >
GET  /piloter/personnes                            c x x x x x x . x
GET  /piloter/personnes.csv                        c x x x x x x . x
GET  /piloter/personnes/inviter                    c x x x x x x . x
POST /piloter/personnes/invitations/1/annuler      c x x x x x x ? x
GET  /piloter/personnes/roles/{role}               c x x x x x x . x
GET  /piloter/personnes/roles/{elsewhere}          c x x x x x x x x
GET  /piloter/personnes/roles/{role}/reprendre     c x x x x x x . x
GET  /piloter/personnes/roles/{elsewhere}/reprendre c x x x x x x x x
POST /piloter/personnes/roles/{elsewhere}/reprendre c x x x x x x x x
GET  /piloter/personnes/roles/{role}/choix         c x x x x x x . x
GET  /piloter/personnes/roles/{elsewhere}/choix    c x x x x x x x x
GET  /piloter/personnes/choix/organisations        c x x x x x x . x
POST /piloter/personnes/1/second-facteur           c x x x x x x x x
GET  /piloter/personnes/organisations/nouvelle     c x x x x x x x x
GET  /piloter/personnes/organisations/{own}        c x x x x x x . x
GET  /piloter/personnes/organisations/{other}      c x x x x x x x x
GET  /piloter/journal                              c x x x x x x . x
GET  /piloter/journal.csv                          c x x x x x x . x
GET  /piloter/travaux                              c x . . . . . . .
GET  /piloter/travaux/{job}                        c x . ? ? ? ? ? ?
GET  /piloter/travaux/{job}/fichier                c x > ? ? ? ? ? ?
POST /piloter/travaux/{job}/recommencer            c x > ? ? ? ? ? ?
POST /piloter/deconnexion                          > > > > > > > > >
POST /piloter/demonstration/entrer                 ? ? ? ? ? ? ? ? ?
GET  /piloter/demonstration/courriels              ? ? ? ? ? ? ? ? ?
GET  /piloter/demonstration/courriels/1.m          ? ? ? ? ? ? ? ? ?
GET  /piloter/demonstration/recommencer            ? ? ? ? ? ? ? ? ?
GET  /piloter/discussions/action/{a1}              c x . . . . . . ?
GET  /piloter/discussions/action/{a2}              c x ? ? ? . . . ?
POST /piloter/discussions/action/{a2}              c x ? ? ? w w w ?
GET  /piloter/discussions/action/{a1}/personnes    c x . . . . . . ?
GET  /piloter/discussions/action/{a2}/personnes    c x ? ? ? . . . ?
POST /piloter/discussions/action/{a2}/suivre       c x ? ? ? > > > ?
GET  /piloter/discussions/comite/1                 c x ? ? ? ? ? ? ?
GET  /piloter/discussions/messages/{message}/corriger c x ? ? ? ? . ? ?
POST /piloter/discussions/messages/{message}/corriger c x ? ? ? ? w ? ?
GET  /piloter/discussions/messages/{message}/retirer c x ? ? ? ? . ? ?
POST /piloter/discussions/messages/{message}/retirer c x ? ? ? ? > ? ?
GET  /piloter/discussions/messages/{message}/masquer c x ? ? ? ? . . ?
POST /piloter/discussions/messages/{message}/masquer c x ? ? ? ? w w ?
GET  /piloter/liens/action/{a2}/repond             c x ? ? ? ? . . ?
POST /piloter/liens/action/{a2}/repond             c x ? ? ? ? w w ?
GET  /piloter/liens/action/{a2}/autre              c x ? ? ? ? ? ? ?
POST /piloter/liens/{link}/retirer                 c x ? ? ? ? > > ?
GET  /strategies                                   . . . . . . . . .
GET  /strategies.csv                               . . . . . . . . .
GET  /strategies/liens.csv                         . . . . . . . . .
GET  /strategies/plan                              . . . . . . . . .
GET  /strategies/plan.csv                          . . . . . . . . .
GET  /strategies/plan/editions/{edition}                   . . . . . . . . .
GET  /strategies/plan/editions/{edition}.csv               . . . . . . . . .
GET  /strategies/plan/editions/{edition}.json              . . . . . . . . .
GET  /strategies/plan.json                                 . . . . . . . . .
GET  /strategies/plan/editions/{edition}/changements.csv ? ? ? ? ? ? ? ? ?
GET  /suivi                                        > > > > > > > > >
GET  /strategies/plan/suivi                        . . . . . . . . .
GET  /strategies/plan/suivi.csv                    . . . . . . . . .
GET  /strategies/plan/suivi/chiffres.csv           . . . . . . . . .
GET  /strategies/plan/actions/A1                   . . . . . . . . .
GET  /strategies/plan/actions/A2                   ? ? ? ? ? ? ? ? ?
GET  /strategies/cache                             ? ? ? ? ? ? ? ? ?
GET  /piloter/strategies                           c x . . . . . . .
GET  /piloter/strategies/nouvelle                  c x x x x x . . x
GET  /piloter/strategies/plan                      c x x x x x . . x
GET  /piloter/strategies/plan/modifier             c x x x x x . . x
GET  /piloter/strategies/plan/historique           c x x x x x . . x
GET  /piloter/strategies/plan/liens                c x x x x x . . x
POST /piloter/strategies/plan/liens/1/retirer      c x x x x x ? ? x
GET  /piloter/strategies/plan/editions/nouvelle    c x x x x x . . x
GET  /piloter/strategies/plan/editions/{edition}           c x x x x x . . x
GET  /piloter/strategies/plan/editions/{edition}.csv       c x x x x x . . x
GET  /piloter/strategies/plan/editions/{edition}/modifier  c x x x x x . . x
POST /piloter/strategies/plan/editions/{edition}/en-vigueur c x x x x x ? ? x
GET  /piloter/strategies/plan/editions/{edition}/ajouter   c x x x x x . . x
GET  /piloter/strategies/plan/elements/{node}      c x x x x x . . x
POST /piloter/strategies/plan/elements/{node}/deplacer c x x x x x > > x
POST /piloter/strategies/plan/elements/{node}/retirer c x x x x x > > x
GET  /strategies/plan/orientations/axe             . . . . . . . . .
GET  /strategies/cache/orientations/axe            ? ? ? ? ? ? ? ? ?
GET  /piloter/titres                               c x . . . . . . .
GET  /piloter/titres/expliquer                     c x x x x x x x x
POST /piloter/titres/1/retirer                     c x ? ? ? ? ? ? ?
POST /piloter/titres/periode-electorale            c x x x x x x x x
GET  /piloter/actions                              c x . . . . . . .
GET  /piloter/actions.csv                          c x . . . . . . .
POST /piloter/actions/vues                         c x > > > > > > >
GET  /piloter/actions/nouvelle                     c x x x x x . . x
GET  /piloter/actions/lot                          c x ? ? ? ? ? ? ?
GET  /piloter/actions/echange                      c x x . . x . . x
GET  /piloter/actions/echange/aaaaaaaaaaaaaaaaaaaaaa c x x ? ? x ? ? x
POST /piloter/actions/echange/aaaaaaaaaaaaaaaaaaaaaa c x x ? ? x ? ? x
GET  /piloter/actions/echange.xlsx                 c x . . . . . . .
GET  /piloter/actions/A2                           c x ? ? ? . . . ?
GET  /piloter/actions/A2/historique                c x ? ? ? ? . . ?
GET  /piloter/actions/A2/modifier                  c x ? ? ? ? . . ?
GET  /piloter/actions/A2/dupliquer                 c x ? ? ? ? . . ?
GET  /piloter/actions/A2/mettre-a-jour             c x ? ? ? ? . . ?
GET  /piloter/actions/A2/etapes                    c x ? ? ? ? . . ?
GET  /piloter/comites                              c x . . . . . . .
GET  /piloter/comites.csv                          c x . . . . . . .
GET  /piloter/comites/mes-reunions.ics             c x . . . . . . .
GET  /piloter/comites/nouveau                      c x ? ? ? . . . ?
GET  /piloter/comites/copil                        c x . . . . . . .
GET  /piloter/comites/huis-clos                    c x ? ? ? . . . ?
GET  /piloter/comites/copil.ics                    c x . . . . . . .
GET  /piloter/comites/copil/modifier               c x ? ? ? . . . ?
GET  /piloter/comites/copil/membres                c x ? ? ? . . . ?
GET  /piloter/comites/copil/reunions/nouvelle      c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}                   c x ? ? ? . . . ?
POST /piloter/reunions/{meeting}                   c x ? ? ? 409 409 409 ?
GET  /piloter/reunions/{meeting}.ics               c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/modifier          c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/ordre-du-jour     c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/inviter           c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/compte-rendu      c x ? ? ? . . . ?
GET  /piloter/decisions                            c x . . . . . . .
GET  /piloter/decisions.csv                        c x . . . . . . .
GET  /piloter/decisions/{decision}                 c x ? ? ? . . . ?
GET  /piloter/decisions/{decision}/abandonner      c x ? ? ? x . . ?
GET  /piloter/actions/A2/budget                    c x ? ? ? . . . ?
GET  /piloter/actions/A2/budget.csv                c x ? ? ? . . . ?
GET  /piloter/budget                               c x . . . . . . x
GET  /piloter/budget.csv                           c x . . . . . . x
GET  /piloter/enveloppes                           c x . . . . . . x
GET  /piloter/enveloppes.csv                       c x . . . . . . x
GET  /piloter/enveloppes/nouvelle                  c x x x x x . . x
GET  /piloter/enveloppes/{envelope}                c x . . . . . . ?
GET  /piloter/indicateurs                          c x . . . . . . .
GET  /piloter/indicateurs.csv                      c x . . . . . . .
GET  /piloter/indicateurs/nouveau                  c x x x x x . . x
GET  /piloter/indicateurs/visites                  c x . . . . . . .
GET  /piloter/indicateurs/visites/valeurs.csv      c x . . . . . . .
GET  /piloter/indicateurs/visites/modifier         c x ? ? ? ? . . ?
GET  /piloter/indicateurs/visites/cibles           c x ? ? ? ? . . ?
GET  /piloter/indicateurs/visites/saisie           c x ? . . ? . . ?
POST /piloter/indicateurs/visites/demander         c x ? ? ? ? ? ? ?
POST /piloter/indicateurs/visites/propositions/1   c x ? ? ? ? ? ? ?
GET  /strategies/plan/budget                       . . . . . . . . .
GET  /strategies/plan/budget.csv                   . . . . . . . . .
GET  /strategies/plan/indicateurs                  . . . . . . . . .
GET  /strategies/plan/indicateurs.csv              . . . . . . . . .
GET  /piloter/calendrier                           c x . . . . . . .
GET  /piloter/carte                                c x . . . . . . .
GET  /piloter/recherche                            c x . . . . . . .
GET  /piloter/recherche.json                       c x . . . . . . .
GET  /deposer/depots                               c x x x x x x x x
GET  /deposer/depots.csv                           c x x x x x x x x
GET  /deposer/sources/groupements                  c x x x x x x x x
GET  /deposer/sources/groupements/modele.csv       c x x x x x x x x
POST /deposer/sources/groupements                  c x x x x x x x x
GET  /deposer/depots/1                             c x x x x x x x x
POST /deposer/depots/1                             c x x x x x x x x
GET  /deposer/depots/1/carte.svg                   c x x x x x x x x
GET  /deposer/depots/1/fichier                     c x x x x x x x x
GET  /deposer/depots/1/lignes                      c x x x x x x x x
GET  /deposer/depots/1/lignes.csv                  c x x x x x x x x
GET  /piloter/reunions                             c x . . . . . . .
GET  /piloter/reunions.csv                         c x . . . . . . .
GET  /piloter/sieges                               c x . . . . . . .
GET  /piloter/sieges.csv                           c x . . . . . . .
GET  /piloter/indicateurs/visites/valeurs          c x . . . . . . .
GET  /piloter/choix/personnes                      c x . . . . . . .
GET  /piloter/choix/pilotes                        c x . . . . . . .
GET  /piloter/choix/porteurs                       c x . . . . . . .
GET  /piloter/choix/reunions/{meeting}/personnes   c x ? ? ? . . . ?
GET  /piloter/choix/reunions/{meeting}/organisations c x ? ? ? . . . ?
GET  /piloter/choix/zzz                            c x ? ? ? ? ? ? ?
GET  /piloter/choix/orientations/plan              c x . . . . . . .
GET  /piloter/choix/orientations/cache             c x . . . . . . ?
GET  /piloter/choix/liens/plan                     c x ? ? ? ? . . ?
"""

# --- Roles that are limited, in several organisations, partners, seats.
# Columns: team of Doubs for the strategy « autre »; project team for « plan »; team of Doubs in departement:25; who
# reads in Doubs and is pilote in Jura; pilote in Nièvre, a partner of A3; who sits in the committee, and who sat there;
# who pilots A2, a reader elsewhere; administrator of Doubs for « plan ».
# A1 public; A2 team; A3 partners, led by Jura; A4 team, shared with « autre »; A5 team, departement:25; A6 partners, of
# « autre ».
NARROW_TABLE = """
GET  /piloter/actions/A1                                                  . . . . . . . . .
GET  /piloter/actions/A2                                                  ? . ? ? ? ? ? . .
GET  /piloter/actions/A3                                                  ? . . . . . . . .
GET  /piloter/actions/A4                                                  ? . ? ? ? ? ? ? .
GET  /piloter/actions/A5                                                  ? . . ? ? ? ? ? .
GET  /piloter/actions/A6                                                  . ? ? . ? ? ? ? ?
GET  /piloter/actions/A1/budget                                           ? . ? . ? ? ? ? .
GET  /piloter/actions/A1/historique                                       ? . ? ? ? ? ? ? .
GET  /piloter/actions/A3/documents                                        ? . . . . ? ? ? .
GET  /piloter/actions/A3/dupliquer                                        ? . ? ? ? ? ? ? .
POST /piloter/actions/A1/mettre-a-jour weather=soleil&status=en_cours     ? > ? ? ? ? ? ? >
POST /piloter/actions/A2/mettre-a-jour weather=soleil&status=en_cours     ? > ? ? ? ? ? > >
POST /piloter/actions/A3/mettre-a-jour weather=soleil&status=en_cours     ? > > > > > > ? >
POST /piloter/actions/A5/mettre-a-jour weather=soleil&status=en_cours     ? > > ? ? ? ? ? >
POST /piloter/actions/A3/modifier      title=Pris                         ? w w w w ? ? ? w
POST /piloter/actions/A2/modifier      title=Pris                         ? w ? ? ? ? ? w w
POST /piloter/actions/A3/budget        version=0-0                                ? > > > > x x x >
POST /piloter/actions/lot              a=A3:1&status=suspendue&reason=Marché&appliquer=1 ? > > > > > > x >
POST /piloter/actions/lot              a=A3:1&priority=haute&appliquer=1  ? > > > > x x x >
POST /piloter/actions/lot              a=A3:1&visibility=publique&appliquer=1 ? > x x x x x x >
POST /piloter/actions/nouvelle?strategie=plan  title=Neuve                ? w x x x x x x w
GET  /piloter/discussions/action/{a2}                                     ? . ? ? ? ? ? . .
POST /piloter/discussions/action/{a1}  text=Bonjour                       ? > ? > ? ? ? ? >
POST /piloter/discussions/action/{a2}  text=Bonjour                       ? > ? ? ? ? ? > >
POST /piloter/discussions/action/{a3}  text=Bonjour                       ? > > > > > > > >
POST /piloter/discussions/action/{a3}  text=                              ? w w w w w w w w
POST /piloter/discussions/action/{a3}/suivre suivre=oui                   ? > > > > > > > >
POST /piloter/discussions/messages/{message}/masquer reason=Non           ? > ? ? ? ? ? ? >
POST /piloter/liens/action/{a1}/repond autre=signalement:{report}         ? > ? ? ? ? ? ? >
POST /piloter/liens/action/{a3}/repond autre=signalement:{report}         ? > > > > ? ? ? >
POST /piloter/liens/action/{a3}/repond autre=contestation:{challenge}     ? w w w w ? ? ? w
POST /piloter/liens/{link}/retirer     x=1                                ? > ? ? ? ? ? > >
POST /piloter/discussions/messages/{message}/retirer x=1                  ? ? ? ? ? ? ? ? ?
GET  /piloter/reunions/{meeting}                                          ? . ? ? ? . ? ? .
POST /piloter/reunions/{meeting}       version=1                          ? w ? ? ? . ? ? w
POST /piloter/reunions/{meeting}/ordre-du-jour version=1                  ? w ? ? ? ? ? ? w
GET  /piloter/decisions/{decision}                                        ? . ? ? . . ? . .
POST /piloter/decisions/{decision}     text=Fait                          ? > ? ? > x ? > >
POST /piloter/decisions/{decision}/abandonner reason=Non                  ? > ? ? x x ? x >
GET  /piloter/enveloppes/{envelope}                                       ? . ? . ? ? ? ? .
POST /piloter/enveloppes/{envelope}    name=X                             ? 409 ? x ? ? ? ? 409
GET  /piloter/indicateurs/visites/saisie                                  ? . ? . ? . . ? .
POST /piloter/indicateurs/visites/cibles version=0                        ? w ? ? ? ? ? ? w
POST /piloter/strategies/plan/liens    target=1                           x w x x x x x x w
POST /piloter/strategies/autre         x=1                                405 405 405 405 405 405 405 405 405
GET  /piloter/strategies/autre                                            . ? ? x ? ? ? ? ?
POST /piloter/personnes/inviter        role=lecteur                       x x x x x x x x w
GET  /piloter/personnes/roles/{plan_role}                                 x x x x x x x x .
GET  /piloter/personnes/roles/{autre_role}                                x x x x x x x x x
POST /piloter/personnes/roles/{plan_role} role=contributeur&strategy=plan x x x x x x x x >
POST /piloter/personnes/roles/{autre_role} role=lecteur&strategy=autre    x x x x x x x x x
POST /piloter/personnes/roles/{autre_role} retirer=1                      x x x x x x x x x
"""
