"""Committees: their dates and members, meetings from the agenda to the minutes, calendars."""
