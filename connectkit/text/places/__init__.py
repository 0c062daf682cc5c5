"""Cities and regions as people write them: one city, several spellings; London in two countries.

Facts stand in two text files beside the code; nothing is ever looked up on a network.
"""
