#!/usr/bin/env bash
# Debian's LibreOffice, for the tests that open documents as a secretary does. Installs it where it may.
set -u
command -v soffice >/dev/null && exit 0
if command -v apt-get >/dev/null; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends libreoffice-writer libreoffice-impress fonts-liberation >/dev/null
fi
command -v soffice >/dev/null || echo "soffice is missing: the tests of DOCX and PPTX will fail. Install LibreOffice."
exit 0
