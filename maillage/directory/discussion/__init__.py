"""The discussion that any sheet can carry: who may take part writes, who follows it is told, who holds the sheet hides.

`talking` writes, `thread` reads, `following` says who is told of a message.
"""
