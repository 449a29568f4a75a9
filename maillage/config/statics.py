"""How static files are gathered: ours named by their content and pressed hard, the back office's as they come."""

from collections.abc import Iterator
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

BACK_OFFICE = "wagtail"


class Gathered(CompressedManifestStaticFilesStorage):
    """Leaves the files of Wagtail their names.

    They name pictures of parts of it that we do not install, which a manifest refuses; and to press two megabytes
    that a few editors read would make every first start wait. A script names the others by their content too.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[tuple[str, Any, Any]]:
        """Called by Django with all that was gathered."""
        ours = {name: file for name, file in paths.items() if not name.startswith(BACK_OFFICE)}
        yield from super().post_process(ours, **options)
        light = Compressor(use_brotli=False, quiet=True)
        for name in paths.keys() - ours.keys():
            if light.should_compress(name):
                light.compress(self.path(name))

    def stored_name(self, name: str) -> str:
        """The name a page asks for."""
        return name if name.startswith(BACK_OFFICE) else super().stored_name(name)
