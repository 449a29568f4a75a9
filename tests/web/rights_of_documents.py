"""Who may open which document, in which form: rows of the table of test_rights_table.py, in the same columns."""

DOCUMENTS = """
GET  /strategies/plan/suivi.pdf                    . . . . . . . . .
GET  /strategies/plan/suivi.docx                   . . . . . . . . .
GET  /strategies/cache/suivi.pdf                   ? ? ? ? ? ? ? ? ?
GET  /piloter/reunions/{meeting}/compte-rendu.pdf  c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/compte-rendu.docx c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/papiers/ordre-du-jour c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/papiers/ordre-du-jour.pdf c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/papiers/ordre-du-jour.docx c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/dossier           c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/dossier.pdf       c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/dossier.docx      c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/dossier.pptx      c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/envoyer/ordre-du-jour c x ? ? ? . . . ?
POST /piloter/reunions/{meeting}/envoyer/ordre-du-jour c x ? ? ? . . . ?
GET  /piloter/strategies/plan/point-de-situation   c x . . . . . . .
GET  /piloter/strategies/plan/point-de-situation.pdf c x . . . . . . .
GET  /piloter/strategies/plan/point-de-situation.docx c x . . . . . . .
GET  /piloter/strategies/cache/point-de-situation  c x . . . . . . ?
GET  /piloter/strategies/cache/point-de-situation.pdf c x . . . . . . ?
"""
