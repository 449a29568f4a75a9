"""Following a place: somebody leaves an e-mail address and is told, once a release, what changed there.

`asking` opens, confirms and ends; `facts` says what is known of a place; `sending` writes what is due; `purge` forgets.
"""
