#!/usr/bin/env bash
# Debian's clamd, for the test that sends files to a real antivirus. Installs it where it may; no base of signatures is
# fetched: the test writes one of its own.
set -u
command -v clamd >/dev/null && exit 0
if command -v apt-get >/dev/null; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends clamav-daemon >/dev/null
fi
command -v clamd >/dev/null || echo "clamd is missing: the test of the antivirus will fail. Install your system's package."
exit 0
