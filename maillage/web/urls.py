"""The addresses of the web half."""

from django.urls import URLPattern, URLResolver, path, re_path

from maillage.commons.editorial.published import NAMES as EDITORIAL
from maillage.web.api.operations import api_patterns
from maillage.web.exports import geojson as geojson_export
from maillage.web.fibre.address import export as address_export
from maillage.web.fibre.address import view as address
from maillage.web.fibre.buildings import view as buildings
from maillage.web.fibre.conventions import view as conventions
from maillage.web.fibre.cost import view as cost
from maillage.web.fibre.forecasts import view as forecasts
from maillage.web.fibre.offers import view as offers
from maillage.web.fibre.planned import view as planned
from maillage.web.fibre.rollout import view as rollout
from maillage.web.fibre.slips import view as slips
from maillage.web.fibre.white import drawing as white_drawing
from maillage.web.fibre.white import files as white_files
from maillage.web.fibre.white import view as white
from maillage.web.forms.asked import LEVEL_PATTERN
from maillage.web.members.account import view as account
from maillage.web.members.demonstration import view as demonstration
from maillage.web.members.people import invitation
from maillage.web.members.people import view as people
from maillage.web.members.sign_in import provider
from maillage.web.members.sign_in import view as sign_in
from maillage.web.observe import lists as list_export
from maillage.web.observe.compare import export as compare_export
from maillage.web.observe.compare import view as compare
from maillage.web.observe.embed import guide as embed_guide
from maillage.web.observe.embed import view as embed
from maillage.web.observe.figure import export as figure_export
from maillage.web.observe.figure import view as figure
from maillage.web.observe.home import view as home
from maillage.web.observe.indicator import export as indicator_export
from maillage.web.observe.indicator import view as indicator
from maillage.web.observe.indicators import view as indicators
from maillage.web.observe.map import files as map_files
from maillage.web.observe.map import view as map_page
from maillage.web.observe.pictures import view as files
from maillage.web.observe.search import view as search
from maillage.web.observe.source import export as source_export
from maillage.web.observe.source import view as source
from maillage.web.observe.sources import view as sources
from maillage.web.observe.territory import export as territory_export
from maillage.web.observe.territory import printed as portrait_export
from maillage.web.observe.territory import view as territory
from maillage.web.share.challenge import view as challenge
from maillage.web.share.editorial import view as editorial
from maillage.web.share.follow import view as follow
from maillage.web.share.report import view as report
from maillage.web.site.api import view as api_pages
from maillage.web.site.machines import sitemap
from maillage.web.site.machines import view as machines
from maillage.web.site.ui import view as ui
from maillage.web.steer.actions import bulk as actions_bulk
from maillage.web.steer.actions import calendar as actions_calendar
from maillage.web.steer.actions import editing as actions_editing
from maillage.web.steer.actions import exchange as actions_exchange
from maillage.web.steer.actions import listing as actions_listing
from maillage.web.steer.actions import parts as actions_parts
from maillage.web.steer.actions import places as actions_places
from maillage.web.steer.actions import sheet as actions_sheet
from maillage.web.steer.actions import update as actions_update
from maillage.web.steer.committees import agenda as committees_agenda
from maillage.web.steer.committees import bodies as committees_bodies
from maillage.web.steer.committees import calendars as committees_calendars
from maillage.web.steer.committees import listing as committees_listing
from maillage.web.steer.committees import meeting as committees_meeting
from maillage.web.steer.committees import planning as committees_planning
from maillage.web.steer.decisions import view as decisions
from maillage.web.steer.desk import view as desk
from maillage.web.steer.journal import view as journal
from maillage.web.steer.money import budget as money_budget
from maillage.web.steer.money import envelopes as money_envelopes
from maillage.web.steer.money import files as money_files
from maillage.web.steer.money import synthesis as money_synthesis
from maillage.web.steer.progress import view as progress
from maillage.web.steer.reply import view as reply
from maillage.web.steer.shaping import bonds as shaping_links
from maillage.web.steer.shaping import branches as shaping_tree
from maillage.web.steer.shaping import view as shaping
from maillage.web.steer.strategies import files as strategy_files
from maillage.web.steer.strategies import view as strategies
from maillage.web.steer.targets import entry as targets_entry
from maillage.web.steer.targets import files as targets_files
from maillage.web.steer.targets import listing as targets_listing
from maillage.web.steer.targets import reply as targets_reply
from maillage.web.steer.targets import sheet as targets_sheet

TERRITORY = rf"(?P<level>{LEVEL_PATTERN})/(?P<code>[0-9A-Za-z]{{1,9}})"
NAME = r"(?P<name>[a-z0-9_]{1,80})"
FORM = r"(?P<form>csv|xlsx)"
NUMBER = r"(?P<number>[0-9]{4}-[0-9]{1,9})"
ACTION = r"(?P<code>(?=[^/0-9]*[0-9])[0-9A-Za-z._-]{1,20})"
TOKEN = r"(?P<token>[0-9A-Za-z:_-]{1,200})"
SLUG = r"(?P<slug>[a-z0-9-]{1,40})"
SHEET = r"(?P<code>[a-z0-9-]{1,40})"
PK = r"(?P<number>[0-9]{1,9})"
KEY = r"(?P<key>[0-9]{1,9})"
COMMITTEE = r"(?P<slug>[a-z0-9-]{1,60})"
RELEASE = r"(?P<release>[0-9]+-[0-9]{14})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page),
    path("recherche", search.page),
    re_path(rf"^territoires/{TERRITORY}$", territory.page),
    re_path(rf"^territoires\.{FORM}$", list_export.territories),
    re_path(rf"^territoires/{TERRITORY}\.{FORM}$", territory_export.file),
    re_path(rf"^territoires/{TERRITORY}\.pdf$", portrait_export.file),
    re_path(rf"^territoires/{TERRITORY}/{NAME}/lignes\.(?P<form>csv|xlsx)$", figure_export.lines),
    re_path(rf"^territoires/{TERRITORY}/{NAME}/communes\.(?P<form>csv|xlsx)$", figure_export.communes),
    re_path(rf"^territoires/{TERRITORY}/{NAME}$", figure.page),
    path("adresse", address.point),
    re_path(r"^adresse/(?P<key>[0-9A-Za-z_-]{5,60})$", address.page),
    re_path(rf"^adresse\.{FORM}$", address_export.at_point),
    re_path(rf"^adresse/(?P<key>[0-9A-Za-z_-]{{5,60}})\.{FORM}$", address_export.at_key),
    path("deploiement", rollout.page),
    re_path(rf"^deploiement\.{FORM}$", rollout.file),
    path("engagements", slips.page),
    re_path(rf"^engagements\.{FORM}$", slips.file),
    path("conventions", conventions.page),
    re_path(rf"^conventions\.{FORM}$", conventions.file),
    re_path(rf"^conventions/sans\.{FORM}$", conventions.without),
    re_path(r"^conventions/(?P<number>[0-9]{1,9})$", conventions.one),
    re_path(r"^conventions/(?P<number>[0-9]{1,9})/document-(?P<rank>[0-9]{1,9})\.pdf$", conventions.document),
    path("offres", offers.page),
    re_path(rf"^offres\.{FORM}$", offers.file),
    path("previsions", forecasts.page),
    re_path(rf"^previsions\.{FORM}$", forecasts.file),
    path("cout", cost.page),
    re_path(rf"^cout\.{FORM}$", cost.file),
    path("zones-blanches", white.page),
    re_path(rf"^zones-blanches\.{FORM}$", white_files.file),
    path("zones-blanches.geojson", white_drawing.shapes),
    re_path(rf"^zones-blanches/lieux\.{FORM}$", white_files.priority),
    path("zones-blanches/<str:release>/carte.svg", white_drawing.picture),
    path("indicateurs", indicators.page),
    re_path(rf"^indicateurs/{NAME}$", indicator.page),
    re_path(rf"^indicateurs\.{FORM}$", list_export.indicators),
    re_path(rf"^indicateurs/{NAME}\.{FORM}$", indicator_export.file),
    re_path(rf"^indicateurs/{NAME}/classement\.{FORM}$", indicator_export.ranking),
    re_path(rf"^indicateurs/{NAME}\.geojson$", geojson_export.file),
    path("comparer", compare.page),
    re_path(rf"^comparer\.{FORM}$", compare_export.file),
    path("integrer", embed_guide.page),
    path("integrer.js", embed.host_script),
    re_path(rf"^integrer/carte/{NAME}$", embed.map_frame),
    re_path(rf"^integrer/graphique/{NAME}/{TERRITORY}$", embed.chart_frame),
    re_path(rf"^integrer/territoire/{TERRITORY}$", embed.card_frame),
    path("integrer/recherche", embed.search_frame),
    path("sources", sources.page),
    re_path(rf"^sources/{NAME}$", source.page),
    re_path(rf"^sources\.{FORM}$", list_export.sources),
    re_path(rf"^sources/{NAME}/lignes\.{FORM}$", source_export.file),
    re_path(rf"^graphiques/{NAME}/{TERRITORY}\.(?P<form>svg|png|pdf)$", files.chart),
    re_path(rf"^graphiques/{NAME}/{TERRITORY}\.{FORM}$", territory_export.series),
    path("carte", map_page.page),
    path("carte/morceau", map_page.part),
    path("carte/valeurs.json", map_page.values),
    re_path(r"^carte/calques/(?P<name>[a-z_]{1,40})\.json$", map_page.overlay),
    re_path(r"^carte\.(?P<form>svg|png|pdf)$", map_files.taken),
    re_path(rf"^cartes/{RELEASE}/carte\.svg$", map_files.picture),
    re_path(rf"^cartes/{RELEASE}/fond\.svg$", files.ground),
    re_path(rf"^cartes/{RELEASE}/{NAME}\.svg$", files.plate),
    re_path(rf"^tuiles/{RELEASE}/territoires\.pmtiles$", files.tiles),
    re_path(rf"^tuiles/{RELEASE}/immeubles\.pmtiles$", files.building_tiles),
    path("carte/immeubles", buildings.page),
    re_path(rf"^(?P<name>{'|'.join(EDITORIAL)})$", editorial.page),
    path("suivre", follow.page),
    path("suivre/envoye", follow.sent),
    re_path(rf"^suivre/confirmer/{TOKEN}$", follow.confirm),
    re_path(rf"^suivre/prolonger/{TOKEN}$", follow.keep),
    re_path(rf"^suivre/arreter/{TOKEN}$", follow.stop),
    path("signaler", report.page),
    re_path(rf"^signaler/{NUMBER}$", report.answer),
    re_path(rf"^signaler/{NUMBER}\.jpg$", report.photo),
    path("contestations", challenge.page),
    re_path(rf"^contestations/operateurs\.{FORM}$", challenge.operators),
    path("contestations/espace", challenge.space),
    re_path(rf"^contestations/espace\.{FORM}$", challenge.taken),
    path("contestations/deposer", challenge.deposit),
    re_path(r"^contestations/(?P<number>[0-9]{4}-C[0-9]{1,9})$", challenge.one),
    path("contestations/connexion", sign_in.ask),
    re_path(rf"^contestations/connexion/{TOKEN}$", sign_in.enter),
    path("contestations/deconnexion", sign_in.leave),
    path("prevu", planned.space),
    path("prevu/point", planned.point),
    re_path(r"^prevu/adresse/(?P<key>[0-9A-Za-z_-]{5,60})$", planned.page),
    re_path(r"^prevu/commune/(?P<code>[0-9AB]{5})$", planned.commune),
    re_path(rf"^prevu/commune/(?P<code>[0-9AB]{{5}})\.{FORM}$", planned.file),
    path("prevu/connexion", sign_in.ask),
    re_path(rf"^prevu/connexion/{TOKEN}$", sign_in.enter),
    path("prevu/deconnexion", sign_in.leave),
    path("piloter", desk.page),
    path("piloter/connexion", sign_in.ask, name="account_login"),
    path("piloter/connexion/code", account.authenticate, name="mfa_authenticate"),
    path("piloter/connexion/fournisseur", provider.go),
    re_path(
        r"^piloter/connexion/(?P<provider_id>fournisseur)/retour$",
        provider.back,
        name="openid_connect_callback",
    ),
    re_path(rf"^piloter/connexion/{TOKEN}$", sign_in.enter),
    path("piloter/deconnexion", sign_in.leave),
    path("piloter/demonstration/entrer", demonstration.enter),
    path("piloter/demonstration/courriels", demonstration.letters),
    re_path(r"^piloter/demonstration/courriels/(?P<key>[0-9A-Za-z._-]{1,200})$", demonstration.letter),
    path("piloter/demonstration/recommencer", demonstration.restart),
    path("piloter/personnes", people.page),
    re_path(rf"^piloter/personnes\.{FORM}$", people.file),
    path("piloter/personnes/inviter", people.invite),
    re_path(rf"^piloter/personnes/invitations/{KEY}/annuler$", people.call_off),
    re_path(rf"^piloter/personnes/roles/{KEY}$", people.role),
    re_path(rf"^piloter/personnes/roles/{KEY}/reprendre$", people.leave),
    re_path(rf"^piloter/personnes/{KEY}/second-facteur$", people.forget_factor),
    re_path(r"^piloter/personnes/organisations/(?P<key>nouvelle|[0-9]{1,9})$", people.organisation),
    re_path(rf"^piloter/invitation/{TOKEN}$", invitation.page),
    path("piloter/journal", journal.page),
    re_path(rf"^piloter/journal\.{FORM}$", journal.file),
    path("piloter/compte", account.page, name="mfa_index"),
    path("piloter/compte/confirmer", account.confirm, name="mfa_reauthenticate"),
    path("piloter/compte/second-facteur", account.enrol, name="mfa_activate_totp"),
    path("piloter/compte/second-facteur/retirer", account.remove, name="mfa_deactivate_totp"),
    path("piloter/compte/codes", account.codes, name="mfa_view_recovery_codes"),
    path("piloter/compte/codes/nouveaux", account.new_codes, name="mfa_generate_recovery_codes"),
    path("piloter/strategies", shaping.space),
    path("piloter/strategies/nouvelle", shaping.new),
    re_path(rf"^piloter/strategies/{SLUG}$", shaping.one),
    re_path(rf"^piloter/strategies/{SLUG}/modifier$", shaping.sheet),
    re_path(rf"^piloter/strategies/{SLUG}/historique$", shaping.history),
    re_path(rf"^piloter/strategies/{SLUG}/liens$", shaping_links.links),
    re_path(rf"^piloter/strategies/{SLUG}/liens/{PK}/retirer$", shaping_links.unlink),
    re_path(rf"^piloter/strategies/{SLUG}/editions/nouvelle$", shaping.copy),
    re_path(rf"^piloter/strategies/{SLUG}/editions/{PK}$", shaping_tree.edition),
    re_path(rf"^piloter/strategies/{SLUG}/editions/{PK}\.{FORM}$", shaping_tree.taken),
    re_path(rf"^piloter/strategies/{SLUG}/editions/{PK}/modifier$", shaping.settings),
    re_path(rf"^piloter/strategies/{SLUG}/editions/{PK}/en-vigueur$", shaping.force),
    re_path(rf"^piloter/strategies/{SLUG}/editions/{PK}/ajouter$", shaping_tree.add),
    re_path(rf"^piloter/strategies/{SLUG}/elements/{PK}$", shaping_tree.node),
    re_path(rf"^piloter/strategies/{SLUG}/elements/{PK}/deplacer$", shaping_tree.move),
    re_path(rf"^piloter/strategies/{SLUG}/elements/{PK}/retirer$", shaping_tree.remove),
    path("strategies", strategies.page),
    re_path(rf"^strategies\.{FORM}$", strategy_files.listed),
    re_path(rf"^strategies/liens\.{FORM}$", strategy_files.links),
    re_path(rf"^strategies/{SLUG}$", strategies.one),
    re_path(rf"^strategies/{SLUG}\.(?P<form>csv|xlsx|json)$", strategy_files.branches),
    re_path(rf"^strategies/{SLUG}/editions/{PK}$", strategies.edition),
    re_path(rf"^strategies/{SLUG}/editions/{PK}\.(?P<form>csv|xlsx|json)$", strategy_files.branches),
    re_path(rf"^strategies/{SLUG}/editions/{PK}/changements\.{FORM}$", strategy_files.changes),
    path("piloter/actions", actions_listing.listed),
    re_path(rf"^piloter/actions\.{FORM}$", actions_listing.taken),
    path("piloter/actions/vues", actions_listing.keep),
    path("piloter/actions/nouvelle", actions_editing.new),
    path("piloter/actions/lot", actions_bulk.several),
    path("piloter/actions/echange", actions_exchange.exchange),
    path("piloter/actions/echange.xlsx", actions_exchange.given),
    re_path(rf"^piloter/actions/{ACTION}$", actions_sheet.one),
    re_path(rf"^piloter/actions/{ACTION}/historique$", actions_sheet.history),
    re_path(rf"^piloter/actions/{ACTION}/modifier$", actions_editing.edit),
    re_path(rf"^piloter/actions/{ACTION}/dupliquer$", actions_editing.copy),
    re_path(rf"^piloter/actions/{ACTION}/mettre-a-jour$", actions_update.update),
    re_path(rf"^piloter/actions/{ACTION}/(?P<part>etapes|risques|documents|effets)$", actions_parts.parts),
    path("piloter/calendrier", actions_calendar.timeline),
    path("piloter/carte", actions_places.drawn),
    re_path(rf"^strategies/{SLUG}/suivi$", progress.page),
    re_path(rf"^strategies/{SLUG}/suivi\.{FORM}$", progress.taken),
    re_path(rf"^strategies/{SLUG}/suivi/chiffres\.{FORM}$", progress.figures),
    re_path(rf"^strategies/{SLUG}/actions/{ACTION}$", progress.one),
    path("piloter/comites", committees_listing.bodies),
    re_path(rf"^piloter/(?P<name>comites|reunions|sieges)\.{FORM}$", committees_listing.taken),
    path("piloter/comites/nouveau", committees_bodies.new),
    path("piloter/comites/mes-reunions.ics", committees_calendars.mine),
    re_path(rf"^piloter/comites/{COMMITTEE}$", committees_listing.one),
    re_path(rf"^piloter/comites/{COMMITTEE}\.ics$", committees_calendars.of_body),
    re_path(rf"^piloter/comites/{COMMITTEE}/modifier$", committees_bodies.edit),
    re_path(rf"^piloter/comites/{COMMITTEE}/membres$", committees_bodies.seats),
    re_path(rf"^piloter/comites/{COMMITTEE}/reunions/nouvelle$", committees_planning.new),
    re_path(rf"^piloter/reunions/{PK}$", committees_meeting.page),
    re_path(rf"^piloter/reunions/{PK}\.ics$", committees_calendars.of_meeting),
    re_path(rf"^piloter/reunions/{PK}/modifier$", committees_planning.edit),
    re_path(rf"^piloter/reunions/{PK}/ordre-du-jour$", committees_agenda.page),
    re_path(rf"^piloter/reunions/{PK}/inviter$", committees_planning.invite),
    re_path(rf"^piloter/reunions/{PK}/compte-rendu$", committees_meeting.minutes),
    path("piloter/decisions", decisions.listed),
    re_path(rf"^piloter/decisions\.{FORM}$", decisions.taken),
    re_path(rf"^piloter/decisions/{PK}$", decisions.one),
    re_path(rf"^piloter/decisions/{PK}/abandonner$", decisions.drop),
    re_path(rf"^comites/{TOKEN}\.ics$", committees_calendars.public),
    re_path(rf"^repondre/action/{TOKEN}$", reply.action),
    re_path(rf"^piloter/actions/{ACTION}/budget$", money_budget.budget),
    re_path(rf"^piloter/actions/{ACTION}/budget\.{FORM}$", money_files.budget_file),
    path("piloter/budget", money_synthesis.synthesis),
    re_path(rf"^piloter/budget\.{FORM}$", money_files.synthesis_file),
    path("piloter/enveloppes", money_envelopes.envelopes),
    re_path(rf"^piloter/enveloppes\.{FORM}$", money_files.envelopes_file),
    path("piloter/enveloppes/nouvelle", money_envelopes.new_envelope),
    re_path(rf"^piloter/enveloppes/{PK}$", money_envelopes.envelope),
    re_path(rf"^strategies/{SLUG}/budget$", money_synthesis.public),
    re_path(rf"^strategies/{SLUG}/budget\.{FORM}$", money_files.public_file),
    path("piloter/indicateurs", targets_listing.listed),
    re_path(rf"^piloter/indicateurs\.{FORM}$", targets_files.listed_file),
    path("piloter/indicateurs/nouveau", targets_sheet.new),
    re_path(rf"^piloter/indicateurs/{SHEET}$", targets_sheet.one),
    re_path(rf"^piloter/indicateurs/{SHEET}/modifier$", targets_sheet.edit),
    re_path(rf"^piloter/indicateurs/{SHEET}/cibles$", targets_sheet.targets),
    re_path(rf"^piloter/indicateurs/{SHEET}/saisie$", targets_entry.entry),
    re_path(rf"^piloter/indicateurs/{SHEET}/demander$", targets_sheet.ask),
    re_path(rf"^piloter/indicateurs/{SHEET}/propositions/{PK}$", targets_sheet.decide),
    re_path(rf"^piloter/indicateurs/{SHEET}/valeurs\.{FORM}$", targets_files.values_file),
    re_path(rf"^repondre/valeur/{TOKEN}$", targets_reply.value),
    re_path(rf"^strategies/{SLUG}/indicateurs$", targets_listing.public),
    re_path(rf"^strategies/{SLUG}/indicateurs\.{FORM}$", targets_files.public_file),
    path("sante", machines.health),
    path("robots.txt", machines.robots),
    path("sitemap.xml", sitemap.page),
    path("ui/", ui.page),
    re_path(r"^ui/(?P<name>[a-z-]{1,40})$", ui.component),
    path("api/v1/", api_pages.page),
    path("api/v1/openapi.json", api_pages.openapi),
    path("api/v1/", api_patterns()),
]

handler400 = "maillage.web.site.errors.view.refused"
handler403 = "maillage.web.site.errors.view.closed"
handler404 = "maillage.web.site.errors.view.not_found"
handler500 = "maillage.web.site.errors.view.broken"
