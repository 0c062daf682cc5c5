"""Chats: WhatsApp exports and LinkedIn messages.

Takes lines; gives the days somebody was in touch, never what was written.
"""
