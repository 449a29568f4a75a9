#!/usr/bin/env bash
# Debian's chromium, for the tests that look at the site as a reader does. Installs it where it may.
set -u
command -v chromium >/dev/null && exit 0
if command -v apt-get >/dev/null; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
command -v chromium >/dev/null || echo "chromium is missing: the browser tests will fail. Install your system's package."
exit 0
