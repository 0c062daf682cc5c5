"""Words that stand in name cells and are no first name, and a few hundred that are.

``GIVEN`` only settles what can't be told by form (which side of a comma, a handle, a couple or a company): a name
that is missing here is a name all the same.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    """The words of a text, so that a list of words stays readable as one."""
    return frozenset(words.split())


HONORIFICS = _set(
    "mr mrs ms mx miss mister herr frau fräulein sr sra srta señor señora señorita don doña mme mlle madame monsieur "
    "mademoiselle signor signora signore sig sigra pan pani senhor senhora dhr mevr mevrouw meneer"
)
DEGREES = _set(
    "dr prof doctor professor doktor docteur dott dottore dottoressa profesor profesora professeur"
)
OFFICES = _set(
    "rabbi pastor father imam reverend rev bishop capt captain col colonel maj major lt lieutenant sergeant hon judge "
    "senator ambassador coach pfarrer pfarrerin maître maestro"
)
WITH_GIVEN = _set("sir dame lady")
"""Titles that go with the first name: ``Sir Ken``."""
SILENT = _set("med jur rer nat phil ing dipl dipl-ing mag lic eng theol habil hc h.c em vet oec pol")
"""What stands between a title and a name and is not said."""

KIN = _set(
    "mum mom mummy mommy mam mama mamma dad daddy papa pa grandma grandpa granny nana gran oma opa omi opi uncle aunt "
    "auntie tante onkel tía tío abuela abuelo mamá papá maman papi mami mamie papy tonton zia zio nonna nonno babcia sister brother dj"
)
RELATION = _set(
    "friend friends sister brother boss neighbour neighbor colleague wife husband partner mother father daughter son "
    "cousin girlfriend boyfriend flatmate roommate teacher mentor assistant"
)

CREDENTIALS = _set(
    "phd ph.d md m.d mba msc m.sc bsc b.sc ma m.a ba b.a jd j.d llm ll.m esq cpa cfa pmp pe rn dds dvm edd mph mfa "
    "ceng fca acca shrm-cp sphr csm cissp jr sr ii iii iv frcs fracp mbbs dphil dba obe mbe cbe"
)
PARTICLES = _set("van von de der den del della di da dos du la le el al bin ibn ter ten zu zum of")
JOINERS = frozenset({"&", "+", "and", "und", "y", "e", "et", "en", "/", "i", "og", "och"})

COMPANY = _set(
    "gmbh mbh inc ltd llc llp ag plc corp co kg kgaa ug ohg gbr sarl sas sa bv nv srl spa pty limited company corporation "
    "studio studios agency agentur group gruppe foundation stiftung university universität université universidad "
    "institute institut bakery bäckerei partners consulting solutions e.v ev verein association team bank hotel "
    "restaurant café cafe bar school schule hospital clinic klinik praxis kanzlei werkstatt garage shop store services "
    "service support office büro bureau museum library bibliothek church kirche council committee club press media labs "
    "lab digital software systems technologies tech capital ventures holding holdings robotics energy health insurance "
    "versicherung airlines airline pharmacy apotheke gallery galerie theatre theater orchestra choir chor academy akademie "
    "network society sons söhne brothers gebrüder center centre zentrum industries international logistics motors "
    "friseur salon gym fitness bookshop buchhandlung verlag publishing magazine sportverein gemeinde hausverwaltung "
    "finanzamt jobcenter amt ministry gov bros cie hermanos hijos fils frères sociedad empresa société"
)
ROLES = _set(
    "plumber electrician dentist doctor's landlord landlady neighbour neighbor neighbours neighbors accountant lawyer "
    "attorney cleaner gardener hairdresser barber mechanic carpenter painter builder roofer nanny babysitter tutor "
    "recruiter reception receptionist info support sales hr ceo cto cfo coo boss manager director assistant secretary "
    "nurse vet therapist physio physiotherapist trainer instructor driver courier postman caretaker janitor handyman "
    "photographer tax advisor adviser agent broker realtor estate insurance helpdesk hotline admin webmaster office "
    "contact customer client supplier vendor unknown tbd none noname nobody n/a na test someone somebody anonymous guy lady "
    "man woman girl boy kids family household parents team crew everyone all colleagues friends guests tenant tenants "
    "chef supervisor professor's headhunter editor journalist investor founder designer developer lead leads kunde kundin "
    "klempner elektriker zahnarzt zahnärztin hausarzt arzt ärztin vermieter vermieterin nachbar nachbarin nachbarn anwalt "
    "anwältin steuerberater steuerberaterin friseurin hausmeister handwerker maler schreiner tischler putzhilfe gärtner "
    "babysitterin physiotherapeut chefin empfang sekretariat buchhaltung personalabteilung unbekannt familie kollegen "
    "eltern vermittlung makler maklerin tierarzt lehrer lehrerin kindergarten zahntechniker "
    "plombier électricien dentiste médecin propriétaire voisin voisine comptable avocat avocate coiffeur coiffeuse jardinier "
    "famille inconnu inconnue accueil fontanero electricista dentista médico casero casera vecino vecina contable abogado "
    "abogada peluquero peluquera jardinero familia desconocido desconocida recepción idraulico famiglia"
)
"""What people are to somebody: in a name cell it stands in the place of a name."""

FAMILY_FIRST = _set(
    "nguyễn nguyen trần tran lê phạm pham huỳnh huynh hoàng phan vũ võ đặng dang bùi bui đỗ hồ ngô dương lý "
    "wang li zhang liu chen yang huang zhao wu zhou xu sun zhu hu guo lin gao luo zheng liang xie tang cao deng xiao feng "
    "zeng cheng yuan pan ding jiang cai wei ye dong su lu ma he "
    "ng tan lim ong goh chua koh wong chan cheung leung lau ho kwok tang yip lam "
    "park choi jung jeong kang cho yoon jang lim han shin seo kwon hwang ahn song hong "
    "sato satō suzuki takahashi tanaka watanabe ito itō yamamoto nakamura kobayashi yoshida yamada sasaki matsumoto inoue "
    "kimura hayashi shimizu mori abe ikeda hashimoto "
    "nagy kovács tóth szabó horváth varga molnár németh farkas balogh papp lakatos takács juhász"
)
"""Family names that usually stand first in names of their languages."""

FAMILY = _set(
    "müller mueller schmidt schneider fischer weber meyer meier maier wagner becker schulz schulze hoffmann schäfer koch "
    "bauer richter klein schröder neumann schwarz zimmermann braun krüger hofmann hartmann lange krause lehmann köhler "
    "smith jones williams brown johnson miller davis wilson anderson thompson moore harris clark robinson walker wright "
    "hughes edwards wood turner hill green hall garcía garcia rodríguez rodriguez fernández fernandez lópez lopez martínez "
    "martinez sánchez sanchez pérez perez gómez gomez jiménez gonzález gonzalez hernández dupont durand moreau lefebvre "
    "leroy rossi bianchi ferrari russo romano colombo ricci silva santos oliveira pereira ferreira kowalski nowak novak "
    "ivanov petrov smirnov jansen devries visser bakker hansen johansen olsen larsen nilsson johansson andersson singh patel "
    "kumar sharma khan"
)
"""Names that are family names whoever bears them: never said alone."""

GIVEN = _set(
    "adam adrian ahmed aisha akira alan albert alberto alejandro alex alexander alexandra alfred ali alice alina alison "
    "amal amanda amelie amelia amina amir amy ana andrea andreas andrew andré anna anne annette anton antonia antonio ariana "
    "arjun arthur astrid aylin barbara bart beatriz ben benjamin bernd beth bettina birgit bob boris brian bruno carl carla "
    "carlos carmen carol carolin caroline catherine cem charles charlie charlotte chiara chidi chris christian christina "
    "christine christoph christopher clara claire claudia colin cora cristina daniel daniela dana david deborah denis dennis "
    "diana diego dieter dimitri dirk donna dora doris edith eduardo edward elena elif elisa elise elisabeth elizabeth ella "
    "ellen elsa emil emilia emily emma enrique eric erik esra esther eva evelyn fabian fatima felix fernando filip fiona "
    "florian frank franz françois frederic frieda gabi gabriel gabriela gabriele george georg gerd gianni giulia giovanni grace "
    "greta günter hanna hannah hannes hans harry heather heike helen helena helga henri henry holger hugo ian ibrahim ida "
    "ignacio ines inge ingrid irene iris isabel isabella ivan ivo jack jacob jakob james jan jana jane janet jasmin jason "
    "javier jean jeff jennifer jens jessica jim jo joan joana joao joe johan johanna john jonas jonathan jordan jorge josé "
    "jose josef joseph joão juan judith jules julia julian julie jürgen kai kamal karen karim karin karl kate katharina "
    "katherine kathrin katja keith kelly ken kenji kevin khalid kim klaus konstantin kristin lara lars laura lea lena leo leon "
    "leonie lewis lily lina linda lisa lucas lucia lucy luis luisa luise lukas luke maja malik manuel marc marcel marco marcus "
    "margaret maria marie mario marion mark markus marta martha martin martina mary mathias matt matteo matthew matthias "
    "mauricio max maximilian maya megan mehmet mei melanie mia michael michaela michel miguel mike mila mina mira mohamed mohammed "
    "moritz muhammad nadia nadine naomi natalie natasha nathan neil nick nicola nicolas nicole nikolai nina noah noor nora "
    "norbert ola olga oliver olivia omar oscar otto pablo paola pascal patricia patrick paul paula paulo pavel pedro peggy peter "
    "petra philip philipp pia pierre priya quinn rachel rafael rahul rainer ralf ramon raúl rebecca regina renate rené ricardo "
    "richard rita rob robert roberto robin roland roman ronald rosa rosie ruth ryan sabine sally sam samantha samir samuel "
    "sandra sanjay sara sarah saskia scott sebastian sergio silke silvia simon simone sofia sofie sonja sophia sophie stefan "
    "stefanie stella stephan stephanie stephen steve steven sue susan susana susanne sven svenja sylvia tania tanja tara tariq "
    "tatiana thomas tim timo tina tobias tom toni tony ulrich ulrike uma ursula ute uwe valentina vanessa vera veronika victor "
    "victoria viktor vincent volker walter wendy werner will william wolfgang xavier yannick yasmin yuki yusuf yvonne zoe zoë"
)
"""Usual first names, in small letters."""
