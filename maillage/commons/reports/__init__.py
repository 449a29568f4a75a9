"""« Signaler une erreur »: anybody tells what is wrong about a place or a figure, and reads the answer by a number.

`telling` takes a report, `answering` is what mails say of it, `photos` checks and strips pictures, `purge` forgets.
"""
