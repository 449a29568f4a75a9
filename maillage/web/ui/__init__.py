"""The design system: its sheets, its template parts, and what an operator may choose of it."""
