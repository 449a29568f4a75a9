"""The one door that every file sent to the site passes through: its type by its content, its weight, what is active or
hidden in it, its name, the operator's antivirus; and how a kept file is given back, never as a page.
"""
