"""Fixtures of the pipeline's tests: a publisher on this machine, and no proxy in between."""

from collections.abc import Iterator

import pytest

from tests.pipeline.publisher import Publisher, publishing


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as one:
        yield one
