"""What programs ask of a site: whether it stands, what they may read, where its pages are."""
