"""A theme has one name wherever it is read; files, the API and addresses keep the one that others hold on to."""

import pytest
from django.test import Client

from tests.web.words import words

READ, FILED = "Se faire aider", "Médiation et inclusion"
PAGES = (
    "/",
    "/indicateurs",
    "/indicateurs/distance_moyenne_mediation",
    "/carte",
    "/comparer?t=region:27",
    "/donnees",
    "/recherche?q=mediation",
    "/territoires/region/27",
    "/territoires/region/27/mediation-et-inclusion",
    "/territoires/region/27/reseaux-fixes",
)


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_pages_call_it_by_one_name(site: Client, address: str) -> None:
    answer = site.get(address)
    assert READ in words(answer)
    assert FILED not in words(answer)


@pytest.mark.django_db
def test_files_and_the_api_keep_its_name(site: Client) -> None:
    assert FILED in b"".join(site.get("/indicateurs.csv").streaming_content).decode("utf-8-sig")
    assert FILED in {each["theme"] for each in site.get("/api/v1/indicators").json()}
    assert site.get(f"/indicateurs?theme={FILED}").status_code == 200
