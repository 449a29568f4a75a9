"""How the share of connectable premises is forecast: what is known, what similar communes
did next, and how often that was right.
"""
