"""Fields where something is picked by its name: a territory, somebody, an organisation, an orientation, an indicator.

Each is one visible text that understands a name or a code. When several answer, the form comes back with the choices;
`ui/static/pickers.js` proposes them while one types.
"""
