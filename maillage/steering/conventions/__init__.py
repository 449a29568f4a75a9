"""Conventions with operators (CPSD, AMII, AMEL…): entered by hand, dated, judged by what is measured and never by hand.

`models` holds them, `documents` checks what is joined, `published` is what readers see, `publication` writes it,
`verdict` says whether a commitment is kept, `covered` which territories have no convention.
"""
