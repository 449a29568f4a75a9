"""What somebody is told of: being named, mentioned, concerned. At the desk, and by mail at the rhythm they chose.

`telling` notes it, `mailing` sends it, `leaving` ends the mails in one click, `reading` is what the desk shows.
"""
