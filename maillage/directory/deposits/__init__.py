"""Files that members give on a page: checked line by line, previewed, published once they say so, kept by version."""
