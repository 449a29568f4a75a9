"""From official files to a release: fetch, archive, load, compute, publish. The web never comes in here."""
