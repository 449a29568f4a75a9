"""Files of data given on a page by the project team: checked, previewed, published."""

from maillage.web.declared import Area, Page

PAGE = Page(
    area=Area(
        "deposer",
        81_000_000,
        landing="deposits",
        purpose="dépôt de fichiers",
        welcome="Pour l’équipe projet, qui donne et publie les fichiers de données.",
    )
)
