"""The words people use on the phone for VERA's codes, Dutch and English; VERA's own names need not stand here.

Written folded: lower case, without accents, blanks between words. A word may belong to several codes.
"""

from __future__ import annotations

DEFECTS: dict[str, str] = {
    "BEK": "graffiti bekladding kliederen vies tags spray",
    "BET": "beton afbrokkelen wapening concrete",
    "BEV": "bevriezen vorst vriest frost freezing ijs ice",
    "BIJ": "bijennest bij zwerm bee swarm",
    "BLI": "gaat niet uit blijft aan lamp licht branden constantly on",
    "BOK": "boktor hout insecten insects",
    "BRE": "gebroken breken gescheurd scheuren barst gebarsten crack cracks cracked snapped",
    "BS0": "schade beschadiging kapot stuk deuk gat damage dent hole",
    "BS1": "schade beschadiging gat damage small",
    "BS2": "schade beschadiging damage",
    "BS3": "schade beschadiging damage large",
    "DEF": "kapot stuk doet het niet werkt gaat niet aan not working faulty out of order doesn't broke",
    "DOO": "gat geboord doorgeboord leiding drilled hole",
    "DRP": "druppelen druppel drup lek lekken lekkende drip dripping",
    "DRU": "druk waterdruk bijvullen ontluchten cv ketel pressure low bleed refill",
    "GAS": "gas gaslek gaslucht ruikt lucht smell leak",
    "GEL": "geluid lawaai piept piepen fluit tikt ratelt bromt herrie kraakt noise squeaks rattles hums",
    "GEZ": "zwelt opgezet uitgezet swells",
    "GLA": "ruit ruiten glas raam gesprongen kapot pane window smashed shattered",
    "HOR": "rot verrot rotten hout kozijn wood",
    "HOW": "houtworm hout insecten insects",
    "INB": "inbraak braak ingebroken opengebroken burglary break-in",
    "KAL": "kalk kalkaanslag ontkalken limescale lime scale",
    "KEV": "kever tor ongedierte beetle pest",
    "KKL": "kakkerlak ongedierte cockroach pest vermin",
    "KLE": "klemmen klem klemmende sluit zwaar gaat niet open vast zit sticks stuck jammed won't open",
    "KNI": "knipperen flikkert flikkeren lamp licht flicker blinking",
    "LEK": "lek lekkage lekken lekkend lekkende water daklekkage waterlekkage leak leaking leakage",
    "LOO": "doorlopen blijft lopen stortbak toilet wc running overflow",
    "LOS": "loszitten loslaten los losse wiebelt loszittend loose wobbly came off",
    "MIE": "mier ongedierte ant pest vermin",
    "MUI": "muis ongedierte keutels mouse pest vermin",
    "ONA": "afzuiging ventilatie zuigt niet mechanische extraction ventilation suction",
    "ONK": "kracht zwak te weinig slap weak",
    "ONT": "weg kwijt mist gestolen missing gone stolen",
    "ONZ": "scheef krom verbogen ontzetten bent crooked warped",
    "OVE": "anders iets anders other else",
    "PER": "opgesloten vast lift ingesloten trapped stuck",
    "RAT": "rat ongedierte pest vermin",
    "ROE": "roest roestig geroest verroest rusty corrosion",
    "SAF": "sleutel afgebroken gebroken slot key snapped",
    "SCH": "schimmel schimmels vocht zwarte plekken mold fungus",
    "SDE": "slot sloten kapot voordeur deurslot cilinder nachtslot lock cylinder",
    "SKW": "sleutel sleutels kwijt verloren buitengesloten key keys lost locked out",
    "SLU": "sluiten gaat niet dicht dicht open won't close shut",
    "SPR": "intercom videofoon deurtelefoon geluid beeld slecht verstaanbaar sound picture",
    "STA": "stilstaan staat stil lift stopt standstill stopped",
    "STI": "stinken stank lucht ruikt riool riolering smell stench odour sewer",
    "STO": "storing valt uit uitval uitgevallen doet het niet foutcode fault trips outage code",
    "TEM": "temperatuur te koud te warm koud warm geen warm water verwarming cold hot no heating",
    "TIJ": "tijdklok timer tijdschakelaar klok time clock",
    "TOC": "tocht tochtig kier kieren tochtstrip wind draughty drafty draft gap",
    "VBI": "verf bladdert binnenschilderwerk peeling paint",
    "VBU": "verf bladdert buitenschilderwerk peeling paint",
    "VLO": "vlo ongedierte flea pest vermin",
    "VOC": "vocht nat vochtplek vochtplekken vochtig natte condens wet moisture condensation",
    "VOG": "vogel vogels nest duiven duif meeuwen bird pigeon",
    "VOL": "vol overvol prullenbak container put full overflowing",
    "VS0": (
        "verstopping verstoppen verstopt ontstoppen blocked clogged loopt niet door afvoer riool gootsteen unblock"
    ),
    "VS1": "verstopping verstoppen ontstoppen goot dakgoot afvoer blocked clogged",
    "VS2": "verstopping verstoppen ontstoppen goot dakgoot blocked clogged",
    "VSC": "verschuiven pannen dakpan dakpannen tegel slipped tile",
    "VWE": "licht lamp lampen verlichting kapot uit doet het niet donker light lamp bulb dark",
    "VZT": "verzakken verzakking tegel tegels stoep bestrating subsided sagged sinking",
    "WAN": "wandluis bedwants bedwantsen ongedierte bedbug pest vermin",
    "WES": "wesp wespennest ongedierte wasp nest",
    "ZIL": "zilvervisje papiervisje ongedierte pest vermin",
}

LOCATIONS: dict[str, str] = {
    "BAD": "douche bathroom shower",
    "BER": "berging box kelderbox storage",
    "BUI": "gevel buitenmuur muur buiten facade outside",
    "CON": "vuilnis afval containers bins waste rubbish",
    "DAK": "plat dak dakgoot roofing",
    "ENT": "entree ingang hal voordeur centrale lobby",
    "FIE": "fietsen fietsenhok fietsenkelder rijwielen bike bikes",
    "GAN": "meterkast kast cupboard meter",
    "GAR": "garage carport parkeren",
    "HAL": "hal gang corridor hallway",
    "KEU": "keuken kook cooking",
    "KRU": "kruipruimte onder de vloer",
    "POR": "trappenhuis portiek stairwell",
    "SCH": "schuurtje tuinhuis",
    "TOI": "wc toilet",
    "TRA": "trap trede leuning step",
    "TRC": "ketelhuis cv-ruimte stookruimte hydrofoor plant boiler",
    "TRI": "cv-kast meterkast cupboard",
    "TUI": "tuin erf schutting yard",
    "WOO": "kamer woonkamer huiskamer lounge room",
    "SLA": "kamer slaapkamer room",
    "WRC": "wasmachines washok wasruimte wasserette laundry washing",
    "WRI": "wasmachine washing",
    "ZOL": "zolder",
}

ELEMENTS: dict[str, str] = {
    "AAN": "aanrechtblad gootsteen spoelbak werkblad keukenblad sink countertop",
    "AFD": "muurafdekker afdekkap",
    "ARM": "lamp lampen licht verlichting fitting plafonniere lamphouder buitenlamp tl light bulb fixture",
    "BAD": "badkuip ligbad bathtub tub",
    "BEG": "glas ruit ruiten raam dubbelglas isolatieglas glazing pane glass",
    "BKO": "balkon balkons",
    "BLU": "hekwerk reling railing",
    "BOE": "boeideel windveer dakrand",
    "BOI": "warm water boiler heater",
    "BRA": "blusser brandslang haspel blusmiddel extinguisher hose",
    "BME": "brandalarm brandmelder rookalarm alarm fire detection",
    "CLO": "wc toilet closet stortbak toiletpot vlotter spoelen bril cistern flush loo seat",
    "DAK": "dak dakbedekking",
    "DDR": "dranger drangers pomp deurpomp deursluiter voordeur closer",
    "DEU": (
        "deuren voordeur buitendeur binnendeur deurkruk kruk klink scharnier slot sloten deurslot cilinder "
        "hang sluitwerk lock handle hinge doorknob front"
    ),
    "DOR": "drempel dorpels sill",
    "DOU": "douchekop doucheslang douchekraan glijstang doucheput head hose",
    "DRA": "velux dakvenster skylight",
    "EXP": "vat drukvat cv expansion",
    "FON": "fonteintje toilet wc kraan basin",
    "GOO": "dakgoot goten dakgoten regengoot bladeren roof gutters",
    "HAN": "brandmelder drukknop alarm",
    "HEK": "poort schutting erfafscheiding tuinhek gate fencing",
    "HEM": "regenpijp hwa regenwater afvoer regenafvoer downpipe drainpipe rain",
    "ISO": "isoleren spouw insulate",
    "KAS": "kastdeur kastje keukenkastje lade scharnier drawer",
    "KET": "cv cv-ketel verwarmingsketel verwarming combiketel hr-ketel warm water central heating furnace",
    "KOZ": "kozijnen raamkozijn deurkozijn frame",
    "LAA": "laadpunt elektrische auto opladen charger car ev",
    "LEU": "trapleuning railing banister",
    "LIF": "lift liften elevator",
    "LUI": "kruipluik vloerluik zolderluik",
    "MEL": "sirene alarm brandalarm",
    "PLA": "plafond plafonds",
    "POS": "brievenbus brievenbussen postbus mailbox",
    "RAA": "ramen venster raamboom uitzetijzer raamhendel window latch",
    "RAD": "verwarming radiatoren cv radiatorkraan radiatorknop thermostaatkraan kachel heating heater",
    "ROO": "rookmelders rookalarm brandmelder piept batterij detector battery",
    "RST": "ventilatie rooster luchtrooster vent",
    "SST": "rookkanaal schoorsteenkanaal vegen chimney flue sweep",
    "SPU": "schuifpui tuindeur patio",
    "TRA": "trappen trede treden step steps staircase",
    "URI": "plasbak",
    "VEN": "afzuigkap wasemkap afzuiging keuken extractor",
    "VRO": "ventilatie rooster mechanische mv filter afzuiging vent extractor",
    "VLO": "vloeren vloerdeel plank floorboard",
    "VTR": "zoldertrap luik",
    "WAN": "muur muren binnenmuur stucwerk scheur",
    "WAR": "verwarming pomp heating",
    "WTE": "wtw warmteterugwinning ventilatie filter filters mechanische mv ventilation",
    "WAS": "wasbak kraan bak basin sink tap",
    "ZPA": "zonnepanelen pv omvormer solar inverter",
    "ZON": "zonnescherm screen markies scherm awning blind",
    "AFV": (
        "afvoer afvoerput putje sifon riool riolering gootsteen verstopping verstopt leiding drain sewer "
        "siphon trap waste"
    ),
    "BEV": "alarm camera inbraak beveiliging toegang security access",
    "BIA": "behang tegels tegelwerk stucwerk stuc wand muur wallpaper tiles plaster",
    "BUA": "gevel voegwerk stucwerk metselwerk pointing",
    "BUI": "gevel buitenmuur muur metselwerk facade brickwork",
    "COM": (
        "bel deurbel intercom videofoon deurtelefoon huistelefoon internet kabel antenne telefoon doorbell "
        "cable antenna"
    ),
    "DBE": "dakpan dakpannen dakleer bitumen plat dak daklekkage roofing tile tiles",
    "ELE": (
        "stopcontact stopcontacten wandcontactdoos schakelaar lichtschakelaar stroom elektriciteit groep "
        "groepenkast meterkast aardlek aardlekschakelaar stoppen zekering kortsluiting socket outlet switch "
        "power fuse breaker wiring"
    ),
    "GAS": "gaskraan gasleiding gasmeter kooktoestel fornuis pipe stove",
    "KEU": "keuken keukenkastje keukenla fornuis kookplaat kitchen cupboard drawer",
    "PAF": "plafond stucwerk witten ceiling plaster",
    "SAN": (
        "kraan kranen kraantje kraanleertje leertje mengkraan keukenkraan badkamerkraan wc toilet douche "
        "wastafel kit kitrand tap taps faucet washer toilet sealant"
    ),
    "SCH": "verf schilderen schilder verven bladdert witten sauzen paint painting",
    "TER": (
        "tuin stoep pad bestrating tegels groen heg boom bomen snoeien gras erf straatwerk garden paving "
        "hedge tree lawn"
    ),
    "THA": "traptegel traploper antislip trapbekleding carpet",
    "VAF": "vloerbedekking zeil linoleum laminaat parket tegels tegelvloer flooring carpet",
    "VEO": (
        "thermostaat kamerthermostaat cv verwarming radiatorkraan thermostaatkraan leiding vloerverwarming "
        "verdeler pomp thermostat heating underfloor valve"
    ),
    "VER": (
        "lamp lampen licht lichten peertje lampje led tl buitenlamp noodverlichting trappenhuis galerij light "
        "lights bulb lamp emergency"
    ),
    "VTO": "kachel geiser gashaard verwarming cv ketel toestel stove heater heating",
    "WAT": "waterleiding hoofdkraan kraan water watermeter leiding buitenkraan stopkraan tap pipe stopcock main",
}

TRADES: dict[str, str] = {
    "ALA": "alarm beveiliging security",
    "CVI": "cv verwarming ketel installateur heating boiler",
    "ELE": "elektricien elektra stroom electrics",
    "ELA": "elektricien elektra stroom electrics",
    "GLA": "glas ruit glass",
    "HOV": "tuin tuinman groen garden",
    "LOO": "lek lekkage water kraan riool plumbing",
    "LOA": "lek lekkage water kraan plumbing",
    "ONG": "ongedierte muizen ratten wespen vermin",
    "ONT": "riool verstopping drains",
    "SCM": "schoonmaak poets cleaning",
    "SCH": "verf schilderwerk painting",
    "TIM": "hout deur kozijn slot wood door",
    "TAL": "hout deur kozijn slot klusjesman handyman",
    "WIT": "wasmachine droger washing machine dryer",
    "WTW": "ventilatie mv wtw mechanische",
}

CAUSES: dict[str, str] = {
    "BEW": "bewoner zelf schuld resident own fault",
    "BRA": "brand vuur fire",
    "OUD": "oud versleten old",
    "SLT": "slijtage versleten wear",
    "STO": "storm wind hagel weer weather",
    "VAN": "vandalisme vernield graffiti vandalism",
    "WAT": "lekkage overstroming flood leak",
}

SHARED: dict[str, str] = {
    "ROR": "gemeenschappelijke ruimte zaal clubhuis ontmoeting meeting common",
    "OGR": "logeerkamer werkplaats gastenkamer guest workshop common",
    "FTS": "fietsen fietsenhok fietsenkelder bike bikes",
    "WAS": "wasmachines washok laundry washing",
    "TRU": "ketelhuis stookruimte plant boiler",
    "STK": "vuilstortkoker vuilnis stortkoker rubbish refuse",
    "KEU": "keuken kitchen",
    "TUI": "tuin erf yard",
}

UNITS: dict[str, str] = {
    "STU": "stuk stuks st piece",
    "M2": "vierkant square m2",
    "M3": "kubiek cubic m3",
    "MTR": "m meter metre strekkende",
    "UUR": "uur uren hour",
}
