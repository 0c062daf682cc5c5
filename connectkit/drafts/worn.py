"""Phrases that everyone writes, in English, German, French and Spanish; Needs points at them."""

from __future__ import annotations

WORN = (
    "just checking in", "checking in on you", "just wanted to check in", "wanted to check in", "quick check-in",
    "touching base", "touch base", "circling back", "circle back", "just following up", "reaching out to reconnect",
    "just reaching out", "just wanted to reach out", "just wanted to say hi", "just saying hi", "just a quick note",
    "long time no see", "long time no talk", "long time no speak", "it's been too long", "it has been too long",
    "hope you're well", "hope you are well", "hope you're doing well", "hope you are doing well", "hope all is well",
    "hope all's well", "hope everything is well", "hope this finds you well", "hope this email finds you well",
    "hope this message finds you well", "trust this finds you well", "hope you had a great weekend",
    "pick your brain", "how have you been", "what have you been up to", "what's new with you", "keep in touch",
    "let's catch up soon", "we should catch up", "would love to catch up",
    "ich wollte mich nur mal melden", "wollte mich nur mal melden", "wollte mich mal wieder melden",
    "wollte nur mal hören", "wollte mal hören wie es dir geht", "lange nichts gehört", "lange nicht gesehen",
    "ich hoffe es geht dir gut", "ich hoffe dir geht es gut", "ich hoffe es geht ihnen gut", "hoffe es geht dir gut",
    "ich hoffe alles ist gut bei dir", "ich hoffe diese nachricht erreicht", "wie geht's so", "was gibt's neues",
    "kurz nachhaken", "wollte kurz nachfragen", "in kontakt bleiben", "nur kurz melden", "kurz melden", "lange nichts voneinander gehört",
    "ich hoffe dir geht's gut", "hoffe alles gut bei dir", "wie ist die lage", "mal wieder austauschen", "auf dem laufenden bleiben",
    "je voulais juste prendre de tes nouvelles", "je voulais juste prendre de vos nouvelles", "juste un petit mot", "juste un petit coucou",
    "j'espère que tu vas bien", "j'espère que vous allez bien", "j'espère que ce message vous trouve", "ça fait longtemps", "quoi de neuf",
    "prendre des nouvelles", "je me permets de revenir vers vous", "je reviens vers toi", "je reviens vers vous", "gardons le contact",
    "restons en contact", "au plaisir d'échanger",
    "espero que estés bien", "espero que esté bien", "espero que te encuentres bien", "espero que se encuentre bien", "espero que todo vaya bien",
    "solo quería saludarte", "solo quería saludar", "solo quería saber de ti", "cuánto tiempo sin vernos", "cuánto tiempo sin hablar",
    "qué hay de nuevo", "a ver si nos vemos", "mantengamos el contacto", "seguimos en contacto", "estamos en contacto",
)  # fmt: skip
"""Without commas, in small letters and with straight apostrophes."""
