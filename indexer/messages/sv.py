"""The Swedish catalogue: the words of each message, the same codes as in English."""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)

TEXTS: Final[dict[str, str]] = {
    # How a query was read
    "query.too_many_words": "En fråga får ha högst {most} ord; resten är inte med.",
    "query.too_long": "En fråga får vara högst {most} tecken; resten är inte med.",
    "query.too_long_printed": "Frågan är för lång när den skrivs ut (högst {most} tecken): slutet är inte med.",
    "query.unclosed_parenthesis": "En parentes stängs aldrig; den läses som stängd sist.",
    "query.unopened_parenthesis": "En parentes stängs som aldrig öppnades; den räknas inte.",
    "query.empty_parenthesis": "En parentes är tom; den räknas inte.",
    "query.too_deep": "Parenteser i fler än {most} nivåer räknas inte.",
    "query.unclosed_quote": "Ett citattecken stängs aldrig; det läses som stängt sist.",
    "query.no_word_in_quotes": "{typed} innehåller inget ord att söka.",
    "query.phrase_too_long": "Ord i följd får vara högst {most}; resten av citatet är inte med.",
    "query.too_far_apart": "{typed} läses som {most}: längre ifrån varandra söks inte ord.",
    "query.no_date": "{typed} är inget datum och läses som text. Skriv till exempel {examples:or}.",
    "query.unknown_prefix": "{typed} är inget prefix här och läses som text.",
    "query.unknown_prefix_near": "{typed} är inget prefix här och läses som text. Menade du {prefix}:?",
    "query.star_cuts_word": "{typed} läses som {word}*: * kan bara stå först eller sist i ett ord.",
    "query.star_at_both_ends": (
        "{typed} söks utan *: det kan stå först eller sist, inte både och; delar av sammansatta ord hittas ändå."
    ),
    "query.star_inside": "{typed} söks utan *: det kan bara stå först eller sist i ett ord.",
    "query.star_needs_letters": "{typed} söks utan *: det behöver minst {least} bokstäver bredvid sig.",
    "query.star_too_many": "{typed} söks utan *: högst {most} ord får ha det.",
    "query.tilde_needs_letters": "{typed} söks utan ~: ~ gäller ett ord med minst {least} bokstäver.",
    "query.too_many_tildes": "{typed} söks utan ~: högst {most} ord får ha ~.",
    "query.tilde_too_wide": "{typed} läses som ~{most}: fler bokstäver får inte skilja.",
    "query.only_stars": "{typed} är inget ord att söka och räknas inte. Alla ärenden hittas med en enda *.",
    "query.near_needs_words": "NÄRA kan bara stå mellan ord; det läses som OCH.",
    "query.nothing_after_prefix": "Efter {typed} står inget att söka där; det läses som ett ord.",
    "query.nothing_to_work_on": "{typed} har inget att verka på och räknas inte.",
    "query.no_words": "Frågan har inget ord att söka efter, så alla ärenden visas.",
    "query.unknown_vote": "{typed} är inget sätt att rösta och läses som text. Sätten är {votes}.",
    "query.unknown_kind": "{typed} är ingen typ av beslut och läses som text. Typerna är {kinds}.",
    # Det som sägs om ett svar
    "answer.only_present": (
        "Namnet nämns inte i något ärende. Visar först ärenden från möten där någon med det namnet var närvarande."
    ),
    "answer.corrected": "Visar träffar för {shown}. Sök i stället efter {typed}.",
    "answer.read_as": "Läst som {shown}. Sök i stället efter {typed}.",
    "answer.read_newest": "Läst som {shown}, det nyaste först. Sök i stället efter {typed}.",
    "answer.read_votes": "Läst som {shown}: hur var och en röstade står i ärendet. Sök i stället efter {typed}.",
    "answer.read_votes_of": "Läst som {shown}: hur {who} röstade står i ärendet. Sök i stället efter {typed}.",
    "answer.none_complete": (
        "Inget ärende har allt du sökte. Visar ärenden med det mesta av det, eller med närliggande ord."
    ),
    "answer.complete_among": (
        "{complete|Ett ärende|{complete} ärenden} har allt du sökte. "
        "Visar också ärenden med det mesta av det, eller med närliggande ord."
    ),
    "answer.older_index": "Indexet behöver göras om. Svaret kommer från en tidigare utgåva, från {day}.",
    "answer.also_searched": "Sökte även efter ord med samma betydelse: {words}.",
    "answer.also_searched_titles": "Sökte även i rubrikerna efter {words}.",
    "answer.pattern_cut": "{pattern} står för fler ord än som kan sökas på en gång: de vanligaste söktes.",
    "answer.interrupted": (
        "Sökningen avbröts efter {seconds:g} sekunder. Det kan finnas fler ärenden än de som visas. "
        "Sök på färre ord, eller utan * och ~."
    ),
    "answer.interrupted_early": (
        "Sökningen avbröts efter {seconds:g} sekunder. Inget ärende hann hittas, men det kan finnas. "
        "Sök på färre ord, eller utan * och ~."
    ),
    # Det som inte går att fråga
    "question.no_date": "»{typed}« är inget datum. Skriv till exempel {examples:or}.",
    "question.until_before_since": "Till och med {until} är före från och med {since}. Byt plats på dem.",
    "question.refused": "Tecken {at}: {remark}",
    "question.unknown_parameter": "Okänd parameter. Det som finns är {names}.",
    "question.no_parameters": "Okänd parameter. Här finns inga.",
    "question.repeated_parameter": "Parametern får bara anges en gång.",
    "question.unknown_value": "Okänt värde. De som finns är {values}.",
    "question.unknown_vote": "Okänt sätt att rösta. De som finns är {values}.",
    "question.unknown_document": "Okänd typ av handling. De som finns är {values}.",
    "question.unknown_kind": "Okänd typ av beslut. De som finns är {values}.",
    "question.unknown_group": "Träffarna kan vara {groups:or}.",
    "question.unknown_order": "Okänd ordning. De som finns är {orders}.",
    "question.no_year": "Ett år skrivs med fyra siffror.",
    "question.no_hours": "»{typed}« är inget antal timmar.",
    "question.no_whole_number": "Ska vara ett heltal från {least} till {most}.",
    "question.batch_line": "Rad {line} har ingen tabb mellan id och fråga: '{text}'",
    # Det som parsern påpekar
    "minutes.organ_from_name": "Protokollet nämner inget organ; '{organ}' är hämtat ur filens namn.",
    "minutes.organ_from_decisions": "Protokollet nämner inget organ i början; '{organ}' är den som beslutar i det.",
    "minutes.organ_from_folder": "Protokollet nämner inget organ; '{organ}' är hämtat ur mappens namn.",
    "minutes.no_organ": "Protokollet nämner inget organ, och det gör inte filens namn heller.",
    "minutes.organ_from_register": "Registret säger att ”{printed}” är ”{organ}”.",
    "minutes.municipality_from_register": (
        "Protokollet nämner ingen kommun för ”{organ}”; ”{municipality}” är hämtat ur registret."
    ),
    "minutes.municipality_from_folder": (
        "Protokollet nämner ingen kommun för ”{organ}”; ”{municipality}” är hämtat ur en mapps namn."
    ),
    "minutes.municipality_from_neighbours": (
        "Protokollet nämner ingen kommun för ”{organ}”; ”{municipality}” är hämtat ur andra protokoll i mappen."
    ),
    "minutes.municipality_unclear": (
        "Protokollet nämner ingen kommun för ”{organ}”, och det går inte att avgöra säkert om det är "
        "{candidates:or}. Ange kommunen i data/register.toml."
    ),
    "minutes.date_from_name": "Protokollet anger inget datum; {day} är hämtat ur filens namn.",
    "minutes.date_from_folder": "Protokollet anger inget datum; {day} är hämtat ur mappens namn.",
    "minutes.date_from_text": "Protokollet anger inget datum i början; {day} är den första dag som nämns i det.",
    "minutes.no_date": "Protokollet anger inget datum, och det gör inte filens namn heller.",
    "minutes.name_says_another_day": "Filens namn säger {said}; protokollet säger {day}, och det gäller.",
    "minutes.name_says_another_organ": "Filens namn säger {said}; protokollet säger {organ}, och det gäller.",
    "minutes.paragraphs_missing": (
        "Försättsbladet anger §§ {first}-{last}, men {present} av dessa {promised} hittades: "
        "{names}{all|| ...} saknas{missing||}."
    ),
    "register.fault": "{path}, rad {line}: {problem}. Det som står där hoppas över; resten av filen gäller.",
    "register.unknown_table": "bara [[organ]] och [[person]] är kända",
    "register.needs_organ": "aliases och not_same behöver ett organ",
    "register.says_nothing": "det behövs ett organ eller en mapp, och något att säga om det",
    "minutes.no_items": "Inga ärenden kunde läsas ut ur protokollet.",
    "minutes.numbers_missing": ("Ärendenas nummer har {count|en lucka|luckor}: {numbers} hittades inte."),
    "minutes.pages_without_items": ("{count|Sidan|Sidorna} {pages} står mellan ärenden och har inget av något."),
    "minutes.decisions_missing": "Inget beslut kunde läsas under sin rubrik i {items}.",
    "minutes.many_unplaced": "{unplaced} av {printed} rader fick ingen plats.",
    "minutes.as_recorded": "{sentence}",
    "minutes.voters_yes": "{item}: {counted} räknas som ja i en omröstning, men {named} står med namn.",
    "minutes.voters_no": "{item}: {counted} räknas som nej i en omröstning, men {named} står med namn.",
    "minutes.voters_abstained": "{item}: {counted} räknas som avstår i en omröstning, men {named} står med namn.",
    # Filer som inte ger något möte
    "file.not_minutes": (
        "inget säger att det är ett protokoll: ingen sådan rubrik, ingen närvarande, inget ärende och inget beslut. "
        "Om det är ett protokoll: se till att dess första rader anger organ och datum."
    ),
    "file.same_meeting": (
        "Den innehåller samma möte som {other}, som redan är indexerad. "
        "Behåll den som ska hittas och ta bort den andra."
    ),
    "file.withdrawn_meeting": (
        "Den innehåller {meeting}, som togs bort {day}, med andra ord än då. "
        "Ska det hittas igen: protokoll index --restore {meeting}"
    ),
    "file.withdrawn_part": (
        "Den har ändrats sedan en del av {meeting} togs bort {day}; det som lästes förut är kvar. "
        "Ska hela mötet hittas: protokoll index --restore {meeting}"
    ),
    "file.no_such_file": "Filen finns inte. Den kan ha flyttats eller bytt namn.",
    "file.may_not_read": "Användaren får inte läsa den. Be ägaren om läsrätt.",
    "file.not_opened": "Den gick inte att öppna: {reason}. Kontrollera disken och namnet.",
    "file.not_opened_now": "Den gick inte att öppna ({reason}). Kontrollera disken, eller be filens ägare om läsrätt.",
    "file.impossible_name": "Dess namn är inget som en fil kan ha. Kontrollera namnet.",
    "file.unprintable_name": "Dess namn har en radbrytning eller tecken som inte är UTF-8. Byt namn på den.",
    "file.no_such_folder": "Filen eller mappen finns inte. Kontrollera namnet.",
    "file.may_not_list": "Användaren får inte se vad som finns i mappen. Be ägaren om läsrätt.",
    "file.folder_not_read": "Mappen gick inte att läsa: {reason}. Kontrollera disken.",
    "file.link_to_nothing": "Det är en länk till något som inte finns. Lägg själva protokollet här.",
    "file.link_outside": "Det är en länk ut ur mappen, och sådana följs inte. Lägg själva protokollet här.",
    "file.folder": "Det är en mapp, inte en fil. Lägg själva protokollet här.",
    "file.pipe": "Det är ett rör, inte en fil. Lägg själva protokollet här.",
    "file.socket": "Det är en socket, inte en fil. Lägg själva protokollet här.",
    "file.device": "Det är en enhet, inte en fil. Lägg själva protokollet här.",
    "file.link": "Det är en länk, inte en fil. Lägg själva protokollet här.",
    "file.too_large": "Den är på {size} MB, och högst {most} MB läses. Dela upp den, ett möte i varje fil.",
    "file.too_much_text": "Den har {size} MB text, och högst {most} MB läses. Dela upp den, ett möte i varje fil.",
    "file.too_many_pages": "Den har {pages} sidor, och högst {most} läses. Dela upp den, ett möte i varje fil.",
    "file.being_written": "Den skrevs medan den lästes. Den läses när den är färdig.",
    "file.no_text": "Den innehåller ingen text. Titta på originalet; ska filen vara tom, ta bort den.",
    "file.empty": "Den är tom. Leta upp originalet; kopieringen kan ha misslyckats.",
    "file.control_characters": (
        "Den är inte text: den är full av styrtecken. Spara protokollet som PDF, DOCX eller text."
    ),
    "file.not_text": (
        "Den är inte text: den innehåller tecken som ingen text har. Spara protokollet som PDF, DOCX eller text."
    ),
    "file.damaged_utf8": "Den är UTF-8, men skadad, först på rad {line}. Hämta den på nytt, eller rätta raden.",
    "file.damaged_unicode": (
        "Den börjar som {encoding} men är skadad vid byte {at}. "
        "Öppna den i programmet som gjorde den och spara den som text i UTF-8."
    ),
    "file.unknown_encoding": (
        "Den har en teckenkodning som svenska inte brukar skrivas i. "
        "Öppna den i programmet som gjorde den och spara den som text i UTF-8."
    ),
    "file.no_such_page": "Den har ingen sida {page}.",
    "file.locked": "Den är låst med lösenord. Spara den utan.",
    "file.old_office": (
        "Den kommer från ett gammalt kontorsprogram. "
        "Öppna den i Word eller LibreOffice och spara den som DOCX eller PDF."
    ),
    "file.spreadsheet": "Den är ett kalkylblad, inget protokoll. Spara det som ska hittas som PDF eller text.",
    "file.slides": "Den är ett bildspel, inget protokoll. Spara det som ska hittas som PDF eller text.",
    "file.packed": "Den är ett packat arkiv. Packa upp det och lägg filerna här.",
    "file.damaged_word": "Den är en skadad Word-fil. Hämta den på nytt, eller spara den som PDF.",
    "file.word_without_text": "Den är en Word-fil utan text ({part}). Hämta den på nytt, eller spara den som PDF.",
    "file.unpacks_too_large": (
        "Den packas upp till {size} MB text, och högst {most} MB läses. "
        "Ta reda på var den kommer ifrån: den kan vara gjord för att skada."
    ),
    "file.declares_entities": (
        "Den definierar entiteter, vilket ingen kontorsfil gör. "
        "Ta reda på var den kommer ifrån: den kan vara gjord för att skada."
    ),
    "file.damaged_opendocument": (
        "Den är ett skadat OpenDocument-dokument. Hämta den på nytt, eller spara den som PDF."
    ),
    "file.opendocument_without_text": (
        "Den är ett OpenDocument-dokument utan text ({part}). Hämta den på nytt, eller spara den som PDF."
    ),
    "file.groups_too_deep": "Dess grupper ligger för djupt i varandra. Spara den som PDF eller DOCX.",
    "file.outlook": (
        "Den är ett meddelande från Outlook. Spara protokollet som är bifogat här, eller meddelandet som .eml."
    ),
    "file.damaged_mail": "Den är ett skadat mejl. Spara det som är bifogat här.",
    "file.mail_without_text": "Den är ett mejl utan text. Spara det som är bifogat här.",
    "file.mail_too_large": "Den är ett mejl på {size} MB, och högst {most} MB läses. Spara det som är bifogat här.",
    "file.several_packed": (
        "Den är en ZIP med flera filer. Låt namnet sluta på .zip, eller packa upp den och lägg filerna här."
    ),
    "file.too_many_packed": (
        "Den innehåller {count} filer, och högst {most} läses. Packa upp den och lägg filerna här."
    ),
    "file.zip_unpacks_too_large": (
        "Den packas upp till {size} MB, och högst {most} MB läses. "
        "Ta reda på var den kommer ifrån: den kan vara gjord för att skada."
    ),
    "file.damaged_zip": "Den är en skadad ZIP. Hämta den på nytt.",
    "file.damaged_in_zip": "Den är skadad i sin ZIP. Hämta ZIP-filen på nytt.",
    "file.locked_zip": "Den är låst med lösenord. Packa den på nytt utan.",
    "file.damaged_pdf": "Den är en skadad PDF. Hämta den på nytt.",
    "file.needs_pdf_reader": (
        "Den är en PDF, och det som läser sådana är inte installerat. Installera det: pip install pypdfium2"
    ),
    "file.damaged_picture": "Den är en skadad bild. Skanna den på nytt.",
    "file.picture_too_slow": "En sida gick inte att läsa på {seconds} sekunder. Skanna den på nytt, i svartvitt.",
    "file.needs_ocr": (
        "Den är skannad, och det som läser skannade sidor är inte installerat ({packages:and}). "
        "Installera det: apt install tesseract-ocr tesseract-ocr-swe"
    ),
    "file.too_slow": (
        "Läsningen tog mer än {seconds:.0f} sekunder utan att bli klar. "
        "Spara om den i programmet som gjorde den, eller som PDF."
    ),
    "file.broke_reader": "Läsningen kraschade. Spara om den i programmet som gjorde den, eller som PDF.",
    "file.too_much_memory": "Den kräver mer minne än ett protokoll bör. Spara om den, eller spara den som PDF.",
    "file.makes_no_sense": "Den gick inte att förstå ({error}). Spara om den, eller spara den som PDF.",
    # Fel
    "error.damaged_withdrawals": (
        "{path}, som säger vad som är borttaget och ska förbli det, är inte som den skrevs, och inget annat säger det. "
        "Återställ den från en säkerhetskopia. Saknas en sådan: flytta undan dess mapp och {index}, kör protokoll "
        "index, och ta på nytt bort det som inte får hittas"
    ),
    "error.not_withdrawn": "Inget av {id} är borttaget, så det finns inget att återställa.",
    "error.too_many_removals": (
        "{gone} av {known} filer är borta. Inget ändrades. "
        "Ska de tas bort ur indexet: protokoll index --confirm-removals"
    ),
    "error.no_such_index": "Det finns inget index i {where}. Skapa ett med: protokoll index MAPP",
    "error.index_from_other_version": (
        "Indexet i {where} är gjort av en annan version ({found}, den här är {wanted}). "
        "Bygg om det med: protokoll index --rebuild"
    ),
    "error.damaged_index": "Indexet i {where} är skadat: {reason}. Bygg om det med: protokoll index --rebuild",
    "error.unsafe_index": "Andra får skriva i {where}, så det öppnas inte. Ta bort den rätten: chmod go-w {where}",
    "error.missing_part": "Det här behöver {package}. Installera det: {python} -m pip install {package}",
    "error.cannot_write": (
        "{path} gick inte att skriva ({reason}). Det som var indexerat är som det var och hittas fortfarande. "
        "Frigör utrymme, eller kontrollera mappens rättigheter, och försök igen."
    ),
    "error.index_busy": "En annan indexering pågår (process {pid}, sedan {since}). Vänta på den och försök igen.",
    "error.cluster_unreachable": (
        "OpenSearch svarar inte på {urls:and} ({reason}). Starta det, eller rätta opensearch i protokoll.toml; "
        "bakom https anger opensearch_ca det certifikat som är betrott."
    ),
    "error.cluster_forbidden": (
        "OpenSearch på {where} låter användaren göra mindre än vad som behövs ({reason}). Ange i opensearch_user och "
        "opensearch_password en användare som får skapa, läsa och skriva index med namnet i opensearch_name."
    ),
    "error.cluster_forbids_scripts": (
        "OpenSearch på {where} kör inga skript, och det är ett skript som säger vad ett ärende är värt. Tillåt skript "
        'för similarity och score (script.allowed_types: inline i opensearch.yml), eller använd engine = "whoosh".'
    ),
    "error.cluster_from_other_version": (
        "Det som svarar på {where} är version {version}, och inte OpenSearch 2.12 eller senare, före 4. Uppgradera "
        "det, eller ange ett annat i opensearch."
    ),
    "error.cluster_degraded": (
        "OpenSearch på {where} saknar delar av indexet, eller har för mycket att göra ({reason}). Se _cluster/health: "
        "är det rött, starta de noder som är borta; försök sedan igen."
    ),
    "error.cluster_full": (
        "Diskarna hos OpenSearch på {where} är fulla ({reason}). Det som var indexerat är som det var. Frigör "
        "utrymme, eller lägg till en nod, och försök igen."
    ),
    "error.cluster_limits_queries": (
        "OpenSearch på {where} tillåter färre delar i en fråga än vad den här har. Sätt "
        "indices.query.bool.max_clause_count till 8192 i opensearch.yml, eller sök på färre ord."
    ),
    "error.cluster_failed": (
        "OpenSearch på {where} svarade {status} ({reason}). Det som var indexerat är som det var. Dess logg säger mer."
    ),
    "error.bad_watches": "Bevakningarna i {path} går inte att läsa: {reason}. Rätta filen.",
    "error.no_mail_settings": "Inga mejl kan skickas utan {missing:and}. Ange det i protokoll.toml.",
    "error.no_mail_server": (
        "E-postservern {host} tog inte emot något mejl: {reason}. Inget går förlorat: det nya skickas nästa gång."
    ),
    "error.letter_refused": (
        "Mejlet till {to} togs inte emot: {reason}. Det skickas igen nästa gång; rätta adressen eller ta bort den ur "
        "bevakningarna."
    ),
    "notify.bad_watch": "Bevakning {number} i {path} går inte att läsa: se över {parts:and}. De andra får besked.",
    "notify.ledger_lost": (
        "Uppgifterna om vem som fått besked om vad är förlorade (NOTIFIED.json är inte som den skrevs): bevakningarna "
        "börjar om med det som kommer från och med nu."
    ),
    "notify.too_slow": "Tiden räckte inte för att leta efter nytt för {query}. Det görs nästa gång.",
    "notify.not_answered": "Bevakningen av {query} kan inte besvaras: {reason}",
    "notify.done": "{letters|Ett mejl|{letters:n} mejl} om {items|ett ärende|{items:n} ärenden}.",
    "notify.nothing": "Inget nytt att berätta.",
    "mail.subject": "{about}: {count|ett nytt ärende|{count:n} nya ärenden}",
    "mail.greeting": "Nytt i protokollen för {about}: {count|ett ärende|{count:n} ärenden}.",
    "mail.ending": "Sluta få de här mejlen: {address}\nSöktjänsten: {page}/",
    "settings.mail_server": "en adress som smtp+starttls://namn@mail.example.org:587 (eller smtp://, smtps://)",
    "settings.mail_from": "en e-postadress",
    "help.notify": "Berätta per mejl för dem som bevakar något vad som är nytt sedan sist (data/watches.toml).",
    "help.notify.short": "Berätta om nytt per mejl.",
    "error.only_whole_meetings": (
        "{id} är en del av ett möte. Ta bort hela mötet med: protokoll remove {meeting}, eller bara ett ärende med: "
        "protokoll remove {id} --item"
    ),
    "error.no_such_thing": "Inget har id:t '{id}'. Id visas av: protokoll search FRÅGA",
    "index.altered": "{file} är inte som den skrevs",
    "index.missing": "{file} saknas",
    "index.empty": "{file} saknas eller är tom",
    "index.items_missing": "{found} av {written} ärenden finns där",
    "index.unreadable": "{file} går inte att läsa ({reason})",
    # Det som inte håller i arkivet
    "damage.missing": "{path} saknas. Gör om den med: protokoll index",
    "damage.not_as_written": "{path} är inte som den skrevs. Gör om den med: protokoll index",
    "damage.older": "{path} är äldre än resten av arkivet. Gör om den med: protokoll index",
    "damage.stray": "{path} hör inte till någon känd fil. Ställ undan den med: protokoll index",
    "damage.lost": "{path} är förlorad, och dess kopior också. Läs protokollen på nytt med: protokoll index",
    "damage.twice": "{path} skulle säga att två filer innehåller samma möte. Inget ändrades; rapportera det gärna.",
    "mended.index": "{path} var skadat och gjordes om.",
    "mended.missing": "{path} saknades och gjordes om.",
    "mended.not_as_written": "{path} var inte som den skrevs: den ställdes undan och gjordes om.",
    "mended.older": "{path} var äldre än resten av arkivet och gjordes om.",
    "mended.stray": "{path} hörde inte till någon känd fil och ställdes undan.",
    # Det en kontroll finner
    "check.no_run": "Ingen indexering har slutat väl ännu",
    "check.last_run": "En indexering slutade senast väl för {hours:.1f} timmar sedan",
    "check.versions": "Python {python}; {reader}; {index}",
    "check.ocr_here": "Tesseract finns, så skannade sidor läses",
    "check.ocr_missing": "Skannade sidor väntar på Tesseract: apt install tesseract-ocr tesseract-ocr-swe",
    "check.pdf_here": "{package} finns, så PDF-filer läses",
    "check.pdf_missing": "{package} saknas: {python} -m pip install {package}, så läses PDF-filer",
    "check.watch_here": "{package} finns, så --watch fungerar",
    "check.watch_missing": "{package} saknas: {python} -m pip install {package}, så fungerar --watch",
    "check.room": "{free:n} MB ledigt där indexet finns, av {used} MB som används",
    "check.little_room": (
        "Bara {free:n} MB ledigt där indexet finns, av {used} MB som används: "
        "att bygga om det kan kräva {wanted:n} MB. Frigör utrymme"
    ),
    "check.others_may_write": "Andra får skriva i {path}. Ta bort den rätten: chmod go-w {path}",
    "check.nobody_may_write": "Ingen annan får skriva i index och arkiv",
    "check.certainty": (
        "Säkert läst: huvud {head} %, ärenden {items} %, beslut {decisions} %, rader med en plats {text} %."
    ),
    "check.furniture": "Borttaget som sidhuvuden och sidfötter, {count|1 rad|{count} rader}: {texts}",
    "check.unplaced_line": "{file}, rad {line} hör inte till någon del av protokollet: {text}",
    "check.as_recorded": "{error}",
    "check.personnummer": "{file} har {count|ett personnummer|{count} personnummer}, dolt i alla svar",
    "check.archive": "{meetings} möten i arkivet {where}",
    "check.archive_with_withdrawn": "{meetings} möten i arkivet {where}, {withdrawn} filer borttagna",
    "check.file_gone": "{file} är borta sedan den indexerades. Kör: protokoll index",
    "check.file_changed": "{file} har ändrats sedan den indexerades. Kör: protokoll index",
    "check.index": ("{meetings} möten i indexet {where}, varje byte som den skrevs, version {generation}, {made}"),
    "check.differing": (
        "{meetings|1 möte skiljer|{meetings} möten skiljer} mellan arkiv och index. Kör: protokoll index"
    ),
    "check.pending": "{count|1 borttagning är|{count} borttagningar är} inte klar. Gör klart med: protokoll index",
    "check.agreement": "Arkiv och index stämmer överens",
    # Det en körning gjorde
    "report.new": "{count} {count|ny|nya}",
    "report.changed": "{count} {count|ändrad|ändrade}",
    "report.moved": "{count} {count|flyttad|flyttade}",
    "report.removed": "{count} {count|borttagen|borttagna}",
    "report.withdrawn": "{count} {count|undantagen|undantagna}",
    "report.failed": "{count} inte {count|indexerad|indexerade}",
    "report.nothing_changed": "Inget ändrat",
    "report.line": (
        "{done}; {unchanged} {unchanged|oförändrad|oförändrade}. {items|1 punkt|{items} punkter}. {seconds:.1f} s"
    ),
    "report.line_with_unplaced": (
        "{done}; {unchanged} {unchanged|oförändrad|oförändrade}. {items|1 punkt|{items} punkter}, "
        "{unplaced|1 rad|{unplaced} rader} som inte hör till någon punkt. {seconds:.1f} s"
    ),
    "report.not_indexed": "Inte indexerad: {error}",
    "report.no_minutes": "Inga protokoll hittades i {folders}.",
    "report.reading": "Läser {name}",
    "report.reading_by_ocr": "{name} (sida {done} av {of} med OCR)",
    "report.watching": "Bevakar {folders} (avsluta med Ctrl-C)",
    "report.meeting_withdrawn": (
        "{id} är borttaget. Dess {words} ord som inga andra protokoll har söktes i ordlistan "
        "och i alla {scanned} filer ({bytes} byte) i index och arkiv: {traces} spår. {seconds:.1f} s"
    ),
    "report.trace": "Finns kvar: {trace}",
    "report.trace_meeting": "indexets lista över möten",
    "report.trace_item": "posten för {id}",
    "report.trace_word": "ordet {word} i indexets ordlista",
    "report.file_left": "{path} ligger kvar, och hålls utanför indexet.",
    # Ett svar, ett ärende och ett möte i en terminal
    "show.number": "nr {number}",
    "show.page": "sida {page}",
    "show.ocr_damaged": "(läst av OCR som tappat å, ä och ö)",
    "show.score": "poäng {score:.3f}",
    "show.score_met_as": "poäng {score:.3f}, träff som {levels}",
    "show.furniture": "Sidhuvuden och sidfötter, som inte hör till något ärende (och hur många rader):",
    "show.unplaced_lines": "Rader som inte hör till något ärende:",
    "show.presented_by": "Föredragande {name}",
    "show.attached": "Underlag: {name}",
    "show.more_decisions": "… och {count} {count|beslut|beslut} till",
    "show.matters": "{count|Ett ärende|{count:n} ärenden}, {items|1 punkt|{items:n} punkter}",
    "show.agreed": "Det gällde: {text}",
    "show.proposed": "Förslag:",
    "show.only_proposed": "En kallelse: vad som ska tas upp. Inget i den är beslutat.",
    "show.minutes_there": "Protokollet från mötet: {id}",
    "show.times_up": "{count|togs upp en gång|togs upp {count:n} gånger}",
    "show.items": "{count|1 ärende|{count:n} ärenden}",
    "show.answer": "{items} för {query}",
    "show.answer_none_shown": "{items} för {query}, inget visas",
    "show.answer_one_shown": "{items} för {query}, nummer {first} visas",
    "show.answer_some_shown": "{items} för {query}, {first}–{last} visas",
    "show.everything": "allt",
    "show.read_as": "Läst som: {query}",
    "show.as_typed": "Sök det som skrevs: protokoll search {query}",
    "show.did_you_mean": "Menade du: protokoll search {query}",
    "show.without": "Utan {obstacle}: {items}",
    "show.dates": "--since och --until",
    # Kommandot
    "command.forgot_verb": "{error} För att söka efter det: protokoll search {query}",
    "command.unknown_value": "'{value}' är ingen {facet}. De som finns är {values}.",
    "command.no_folder": "Mappen {folder} finns inte. Ange mappen med dina protokoll.",
    "command.batch_and_query": "--batch läser frågorna ur en fil: utelämna FRÅGA.",
    "command.table_is_csv": "--table väljer tabell för --format csv. Utelämna det, eller lägg till --format csv.",
    "command.nothing_to_export": "Det finns inga möten att exportera i {archive}, eller inga av dem som efterfrågades.",
    "command.unknown_topic": "Det finns ingen hjälp om '{topic}': det finns query, {verbs}.",
    "command.page_at": "Sidan finns på {address} (avsluta med Ctrl-C)",
    "command.port_taken": "Port {port} är upptagen, så sidan finns på {candidate}.",
    "command.no_such_port": "Port {port} på {host} går inte att använda: {reason}.",
    "command.no_free_port": "Ingen port mellan {first} och {last} är ledig. Ange en med --port.",
    "command.unexpected": (
        "Något gick fel som inte borde ha gått fel: {error}. Kör igen med PROTOKOLL_DEBUG=1 för att se var."
    ),
    "command.scores": (
        "frågor {queries}  nDCG@10 {ndcg:.4f}  recall@20 {recall:.4f}  "
        "första relevanta {first:.4f}  MRR {reciprocal:.4f}"
    ),
    "command.server_process_failed": "En process som svarar kunde inte fortsätta.",
    "command.server_process_ended": "En process som svarade har avslutats ({status}); en annan tar dess plats.",
    "command.no_such_value": (
        "Det finns inget '{value}' för --{facet} i indexet. Det som finns är {values}{all|.| med flera.}"
    ),
    "command.no_such_value_near": "Det finns inget '{value}' för --{facet} i indexet. Menade du {values:or}?",
    "command.no_values": "Det finns inget '{value}' för --{facet} i indexet.",
    "command.confirm_removal": (
        "Ta bort {id} ({organ}, {day:date}, {items|1 ärende|{items:n} ärenden})? Det hittas inte igen förrän "
        "dess fil ändras."
    ),
    "command.yes_or_no": "j/N",
    "command.confirm_item": "Ta bort ärendet {id}?",
    "command.confirm_name": "Ta bort namnet {name} ur {id}?",
    "command.not_removed": "Inget togs bort.",
    "command.cannot_print": "Utdata gick inte att skriva: {reason}.",
    "command.no_such_host": "Adressen {host} går inte att använda: {reason}.",
    # Inställningar
    "settings.unreadable": "{path} går inte att läsa: {reason}.",
    "settings.unknown": "{where}: inget läser inställningen '{name}'. De som finns är {names}.",
    "settings.unknown_table": "{where}: verbet '{name}' finns inte. De som har inställningar är {tables}.",
    "settings.wrong": "{where}: {name} ska vara {wanted}, och är '{value}'.",
    "settings.refused": "{where}: {error}",
    "settings.misspelt": "Inget läser variabeln {name}. Menas {meant}?",
    "settings.unread": "Inget läser variabeln {name}.",
    "settings.text": "en text",
    "settings.words": "en lista med texter",
    "settings.folders": "en mapp eller en lista med mappar",
    "settings.organs": "tabeller med ett organ eller en mapp, och vad man vet om det",
    "settings.address": "en adress som börjar med https:// eller http://",
    "settings.index_name": "små bokstäver, siffror, - och _, först en bokstav eller siffra",
    "settings.integer": "ett heltal från {least} till {most}",
    "settings.number": "ett tal från {least} till {most}",
    "settings.choice": "något av {values}",
    "settings.switch": "true eller false",
    "settings.default": "förval",
    "settings.option": "valet {where}",
    "settings.environment": "variabeln {where}",
    "settings.file": "filen {where}",
    "settings.file_read": "Läst: {path}",
    "settings.file_absent": "Finns inte: {path}",
    # Loggen
    "log.indexed": (
        "Indexerat: {new} nya, {changed} ändrade, {unchanged} oförändrade, {removed} borttagna, "
        "{failed} ej indexerade; {items} punkter på {seconds:.1f} sekunder."
    ),
    "log.answered": "{method} {page} {status}, {size} byte på {milliseconds:.1f} ms",
    "log.answered_to": "{method} {page} {status}, {size} byte på {milliseconds:.1f} ms: {address} till {reader}",
    # Mätvärden
    "metrics.requests_total": "Svar efter typ av sida och status.",
    "metrics.request_seconds": "Hur lång tid ett svar tog.",
    "metrics.info": "Programmets version.",
    "metrics.well": "1 när allt är som det ska, 0 när någon behöver se efter.",
    "metrics.not_well": "Hur många saker som är fel, efter vad de gäller.",
    "metrics.meetings": "Möten i indexet.",
    "metrics.last_run_timestamp_seconds": "När en indexering senast slutade väl.",
    "metrics.index_made_timestamp_seconds": "När något senast var nytt i indexet.",
    # Hjälpen om verben och deras val
    "help.protokoll": "Sök i svenska offentliga sammanträdesprotokoll.",
    "help.index": "Indexera det som är nytt, ändrat eller borta under PATHS (data/minutes) sedan förra gången.",
    "help.index.short": "Indexera det som är nytt, ändrat eller borta.",
    "help.search": "Hitta de ärenden som svarar på QUERY; - läser frågor från standard in, en på varje rad.",
    "help.search.short": "Hitta de ärenden som svarar på en fråga.",
    "help.votes": "Lista voteringarna i de ärenden som svarar på QUERY, och hur var och en röstade.",
    "help.votes.short": "Lista voteringar och hur var och en röstade.",
    "help.assignments": "Lista uppdragen i de ärenden som svarar på QUERY: till vem, till när, och vad som kom av dem.",
    "help.assignments.short": "Lista uppdrag och vad som kom av dem.",
    "help.matters": (
        "Hitta ärenden som svarar på QUERY, över möten och organ: hur ofta de togs upp och vad de slutade i."
    ),
    "help.matters.short": "Hitta ärenden över möten och organ.",
    "help.show": "Visa ärendet, beslutet eller mötet med detta ID.",
    "help.show.short": "Visa det som har detta ID.",
    "help.parse": "Visa vad parsern läser i FILE, utan att röra indexet.",
    "help.parse.short": "Visa vad parsern läser i en fil.",
    "help.analyse": "Visa indextermerna för TEXT, en på varje rad; - läser standard in.",
    "help.analyse.short": "Visa indextermerna för en text.",
    "help.evaluate": "Mät sökningen med frågor vars svar är kända, med ir-measures.",
    "help.evaluate.short": "Mät sökningen med bedömda frågor.",
    "help.mcp": "Svara en assistent om protokollen, över standard in och ut (Model Context Protocol).",
    "help.mcp.short": "Svara en assistent om protokollen.",
    "help.export": "Skriv alla möten som JSON-rader, en tabell ur dem som CSV eller allt som JSON-LD eller ZIP.",
    "help.export.short": "Skriv alla möten som JSON, CSV, JSON-LD eller ZIP.",
    "help.help": "Förklara sökspråket, eller verbet TOPIC.",
    "help.help.short": "Förklara sökspråket eller ett verb.",
    "help.remove": "Ta bort mötet med detta ID: inga spår lämnas, och det hålls utanför tills det återställs.",
    "help.remove.short": "Ta bort ett möte utan spår.",
    "help.check": "Säg om allt är som det ska: versioner, index, arkiv, filer och verktyg.",
    "help.check.short": "Säg om allt är som det ska.",
    "help.settings": "Visa alla inställningar, deras värden och varifrån de kommer.",
    "help.settings.short": "Visa inställningarna och varifrån de kommer.",
    "help.serve": "Starta webbsidan.",
    "help.serve.short": "Starta webbsidan.",
    "option.help": "Visa den här hjälpen.",
    "option.version": "Visa versionen.",
    "option.index": "Indexets mapp.",
    "option.archive": "Arkivets mapp.",
    "option.language": "Språket för det som sägs: sv eller en; annars omgivningens.",
    "option.color": "Om färg används: i en terminal, alltid eller aldrig.",
    "option.no_pager": "Visa aldrig en sida i taget.",
    "option.format": "Hur det skrivs.",
    "option.rebuild": "Bygg hela indexet på nytt, bredvid det gamla, och byt.",
    "option.anything": "Ta också med andra handlingar: de hittas, men aldrig som beslut.",
    "option.confirm_removals": "Många filer är borta, och ska tas bort ur indexet.",
    "option.watch": "Stanna kvar och indexera det som kommer.",
    "option.limit": "Det högsta antalet träffar som visas.",
    "option.offset": "Hoppa över så många träffar.",
    "option.group": "Vad en träff är: en punkt eller ett ärende över möten.",
    "option.sort": "Träffarnas ordning.",
    "option.person": "Bara voteringar där den här personen röstade: ett namn.",
    "option.party": "Bara voteringar där någon av det här partiet röstade.",
    "option.vote": "Bara voteringar där de röstade så: yes, no, ...",
    "option.table": "Vilken tabell som skrivs som CSV: besluten om ingen annan nämns.",
    "option.state": "Bara uppdrag som står så.",
    "option.assignee": "Bara uppdrag till det här organet, den här tjänsten eller personen: början av dess ord.",
    "option.since": "Möten från detta datum: 2024, 2024-05, 17/5 2024.",
    "option.until": "Möten till och med detta datum.",
    "option.strict": "Vägra en fråga med ett fel i stället för att läsa den så gott det går.",
    "option.output": "Vad som listas.",
    "option.batch": "Rader med id, tabb, fråga; skriver en körning för TREC.",
    "option.explain": "Säg hur frågan lästes och hur varje träff hittades.",
    "option.damaged": "Ta den för text som OCR läst utan å, ä och ö.",
    "option.queries": "Rader med id, tabb, fråga.",
    "option.qrels": "Bedömningar som i TREC.",
    "option.organization": "Bara det här organet.",
    "option.item": "ID är ett ärendes, och bara det tas bort.",
    "option.name": "Bara det här namnet tas bort: det döljs var det än står i mötet.",
    "option.restore": "Det här mötet togs bort, och ska hittas igen.",
    "option.yes": "Fråga inte.",
    "option.verbose": "Logga vad som görs, inte bara vad som är fel.",
    "option.log_format": "Hur loggen skrivs.",
    "option.access_log": "Logga varje svar; full: med vad som frågades och varifrån.",
    "option.metrics": "Lämna mätvärden för Prometheus på /metrics.",
    "option.hours": "Det är fel när ingen indexering har slutat väl på så många timmar.",
    "option.host": "Adressen att svara på.",
    "option.port": "Porten; 8000, eller nästa lediga.",
    "option.publisher": "Vem som ansvarar för sidan.",
    "option.processes": "Hur många processer som svarar; en för varje kärna, högst fyra.",
    "option.contact": "Den ansvarigas e-postadress.",
    "option.base_url": "Var läsarna hittar sidan.",
    "option.trusted_hosts": "Andra värdnamn som den svarar på.",
    # Sidan
    "page.bad_question": "Frågan går inte att besvara",
    "page.bad_question_why": "Något i adressen kunde inte förstås.",
    "page.not_found": "Sidan finns inte",
    "page.not_found_why": "Det finns inget på den här adressen. Den kan vara felskriven eller borttagen.",
    "page.unavailable": "Sökningen vilar",
    "page.unavailable_why": "Protokollen går inte att söka i just nu. Försök igen om en stund.",
    "page.too_long": "Adressen är för lång",
    "page.too_long_why": "En fråga får vara högst 2 000 tecken i adressen. Sök på färre ord.",
    "page.damaged": (
        "Just det här protokollet har skadats och läses in på nytt. Allt annat går att läsa. Försök igen om en stund."
    ),
    "page.failed": "Något gick fel",
    "page.failed_why": "Felet är vårt, inte ditt. Försök igen om en stund.",
    "page.nothing_indexed": "Inga protokoll är indexerade ännu.",
    "page.run_index": "Kör: protokoll index MAPP",
    "page.only_get": "Bara GET och HEAD besvaras.",
    "page.to_search": "Sök bland alla protokoll",
    "page.to_meetings": "Bläddra bland mötena",
    "page.point": "Punkt",
    "page.feed_of_query": "Protokoll: {query}",
    "page.feed_of_all": "Protokoll: nya ärenden",
    "page.opensearch": "Sök i offentliga sammanträdesprotokoll",
    "facet.since": "Från",
    "facet.until": "Till",
    "result.approved": "Bifall",
    "result.partly_approved": "Delvis bifall",
    "result.rejected": "Avslag",
    "result.answered": "Besvarad",
    "result.deferred": "Bordlagt",
    "result.referred_back": "Återremiss",
    "result.proposed": "Förslag till annat organ",
    "result.elected": "Val",
    "result.assigned": "Uppdrag",
    "result.decided": "Beslut",
    "result.noted": "Noterat",
    "kind.decided": "Beslut",
    "kind.approved": "Godkänt",
    "kind.assigned": "Uppdrag",
    "kind.noted": "Noterat",
    "kind.rejected": "Avslag",
    "kind.deferred": "Bordlagt",
    "kind.answered": "Besvarat",
    "kind.proposed": "Förslag till annat organ",
    "kind.referred_back": "Återremiss",
    "kind.elected": "Val",
    "document.agenda": "Kallelse",
    "document.extract": "Protokollsutdrag",
    "document.other": "Annan handling",
    # Tabeller och data att ta med sig
    "table.decisions": "Beslut",
    "table.votes": "Omröstningar",
    "table.assignments": "Uppdrag",
    "table.matters": "Ärenden",
    "table.people": "Personer",
    "table.decisions.row": "En rad för varje beslutspunkt.",
    "table.votes.row": "En rad för varje röstande, eller för en omröstning där ingen nämns vid namn.",
    "table.assignments.row": "En rad för varje uppdrag som har getts.",
    "table.matters.row": "En rad för varje ärende, över alla möten och organ där det togs upp.",
    "table.people.row": "En rad för varje person som protokollen nämner i en offentlig roll.",
    "column.decisions.id": "Beslutspunktens id.",
    "column.votes.id": "Omröstningens id.",
    "column.assignments.id": "Uppdragets id: den beslutspunkt som gav det.",
    "column.matters.id": "Ärendets id.",
    "column.people.id": "Personens id.",
    "column.organization": "Organet, med huvudman där den är känd.",
    "column.date": "Mötets dag.",
    "column.number": "Paragraf eller nummer, som i protokollet.",
    "column.title": "Rubriken, som i protokollet.",
    "column.text": "Beslutspunktens ord, som i protokollet.",
    "column.kind": (
        "Typ av beslut: noted (noterat), assigned (uppdrag), approved (bifall), rejected (avslag), deferred "
        "(bordlagt), referred_back (återremiss), elected (val), answered (besvarat), proposed (förslag till "
        "annat organ) eller decided (annat beslut)."
    ),
    "column.outcome": (
        "Vad paragrafen som helhet slutade i, med samma ord som typerna av beslut, och partly_approved (delvis bifall)."
    ),
    "column.matters.outcome": "Vad ärendet senast slutade i, med samma ord som typerna av beslut.",
    "column.assignments.outcome": (
        "Vad redovisningen slutade i: noted (noterad), done (förklarat fullgjort), extended (förlängt) "
        "eller proposed (föreslås förklaras fullgjort). "
        "Tomt om inget säkert är redovisat."
    ),
    "column.assignees": "Vem eller vilka som ska göra det, skilda av semikolon.",
    "column.due": "Till vilken dag, där protokollet nämner en.",
    "column.due_text": "Till när, med protokollets ord.",
    "column.vote": (
        "Omröstningen i ord: hur många som röstade ja och nej, och vad det stod för. Flera skiljs av semikolon."
    ),
    "column.votes.vote": "Hur personen röstade: yes (ja), no (nej), abstained (avstod) eller absent (frånvarande).",
    "column.reference": "Diarienummer, som i protokollet.",
    "column.matter": "Id för det ärende som paragrafen hör till.",
    "column.url": "Adressen till sidan där det står.",
    "column.yes": "Antal som röstade ja.",
    "column.no": "Antal som röstade nej.",
    "column.abstained": "Antal som avstod.",
    "column.yes_means": "Vad ja stod för.",
    "column.no_means": "Vad nej stod för.",
    "column.won": "Den sida som fick flest röster: yes (ja) eller no (nej). Tomt om det var lika eller inte framgår.",
    "column.name": "Namnet, som i protokollet.",
    "column.party": "Partiet, som i protokollet.",
    "column.parties": "Partier som namnet står med, skilda av semikolon.",
    "column.assignment": "Uppdragets ord, som i protokollet.",
    "column.state": (
        "Hur uppdraget står: open (öppet), due (snart dags), overdue (försenat) eller reported (redovisat)."
    ),
    "column.age": "Antal dagar sedan uppdraget gavs.",
    "column.reported": "Dag då det senast redovisades, där det är säkert.",
    "column.report": "Id för den paragraf där det redovisades.",
    "column.first": "Första dagen.",
    "column.last": "Senaste dagen.",
    "column.times": "Antal gånger ärendet togs upp.",
    "column.items": "Id för paragraferna, den äldsta först, en på varje rad i cellen.",
    "column.reason": "Varför paragraferna räknas till samma ärende; dnr betyder samma diarienummer.",
    "column.meetings": "Antal möten där personen nämns.",
    "column.organizations": "Organen, skilda av semikolon.",
    "data.title": "Beslut ur protokoll",
    "data.about": (
        "Beslut, omröstningar, uppdrag, ärenden och personer ur offentliga mötesprotokoll, så som de står i "
        "protokollen."
    ),
    "data.publisher": "Utgivaren av protokollen",
    "data.keyword": "protokoll",
    "data.linked": "Möten som länkade data",
    "data.linked.about": (
        "Alla möten, paragrafer, beslut, omröstningar och ärenden som JSON-LD, med termer ur schema.org och OParl."
    ),
    "data.everything": "Allt i en fil",
    "data.everything.about": (
        "Alla tabeller, alla möten som JSON-rader och som JSON-LD, och en beskrivning av kolumnerna."
    ),
    "data.readme": (
        "Beslut, omröstningar, uppdrag, ärenden och personer ur offentliga mötesprotokoll.\nTabellerna är CSV:"
        " UTF-8, semikolon mellan kolumnerna, datum som 2024-05-17. En cell som ett kalkylprogram skulle ta "
        "för en formel har en apostrof framför sig. Personnummer är dolda. csv-metadata.json beskriver "
        "kolumnerna för program. protokoll.jsonl har ett helt möte på varje rad, och protokoll.jsonld samma "
        "möten som länkade data."
    ),
    # Verktyg för assistenter
    "assistant.instructions": (
        "Sök i offentliga mötesprotokoll. Svara bara av det som verktygen ger, och ange alltid källans "
        "adress (source). Texten är som i protokollen, skannfel inräknade. Det som inte står i "
        "protokollen vet verktygen inget om."
    ),
    "assistant.search": (
        "Sök paragrafer i protokollen. Börja här. Varje träff har sin adress, vad som beslutades och ett utdrag."
    ),
    "assistant.show": "Visa en paragraf, en beslutspunkt eller ett helt möte, med den text som står i protokollet.",
    "assistant.matters": "Ärenden över möten och organ: hur många gånger de togs upp, och vad de slutade i.",
    "assistant.votes": (
        "Omröstningar: vad ja och nej betydde, hur många som röstade så, och vem, där protokollet säger det."
    ),
    "assistant.assignments": (
        "Uppdrag: vem som ska göra vad, till när, och vad som sedan redovisades. Gjort är bara det som "
        "ett protokoll säger är gjort."
    ),
    "assistant.field.query": (
        'Det som söks, som i sökrutan: ord, "exakt fras", -ord, organ:namn, dnr:nummer. Tomt är allt.'
    ),
    "assistant.field.since": "Från och med dag, månad eller år: 2024-05-17, 2024-05 eller 2024.",
    "assistant.field.until": "Till och med dag, månad eller år.",
    "assistant.field.organization": "Organets id: det som står före datumet i ett id.",
    "assistant.field.limit": "Hur många rader som ges, högst 20.",
    "assistant.field.offset": "Hur många rader som hoppas över: så läses nästa sida.",
    "assistant.field.sort": "Ordningen: relevance (bäst först), newest (nyast först) eller oldest (äldst först).",
    "assistant.field.id": (
        "Id för det som ska visas, som i svaren: organ/datum, organ/datum/punkt eller organ/datum/punkt/b1."
    ),
    "assistant.field.person": "Hela namnet på någon som röstade.",
    "assistant.field.party": "Partiets beteckning, till exempel S.",
    "assistant.field.vote": (
        "Bara där de röstade så: yes (ja), no (nej), abstained (avstod) eller absent (frånvarande)."
    ),
    "assistant.field.assignee": "Vem som fick uppdraget: ett organ, en tjänst eller en person.",
    "assistant.field.state": (
        "Hur uppdraget står: open (öppet), due (snart dags), overdue (försenat) eller reported (redovisat)."
    ),
    "assistant.no_message": "Raden är ingen JSON-RPC 2.0. Skicka till exempel en fråga med jsonrpc, id och method.",
    "assistant.no_tool": "Det finns inget sådant verktyg. Det finns {names}.",
    "vote.yes": "Ja",
    "vote.no": "Nej",
    "vote.abstained": "Avstår",
    "vote.absent": "Frånvarande",
    # Uppdrag och vad som kom av dem
    "assignment.open": "Öppet",
    "assignment.due": "Snart",
    "assignment.overdue": "Försenat",
    "assignment.reported": "Redovisat",
    "assignment.by": "senast {day:date}",
    "assignment.to": "Till: {names}",
    "assignment.reported_in": "Redovisat {day:date}, {organization} ({reason})",
    "assignment.may_be_reported": "Kan vara redovisat {day:date}, {organization} ({reason})",
    "reported.noted": "antecknat",
    "reported.done": "förklarat fullgjort",
    "reported.extended": "förlängt",
    "reported.proposed": "föreslaget",
    "reason.citation": "redovisningen nämner paragrafen",
    "reason.reference": "samma diarienummer",
    "reason.matter": "samma ärende",
    "reason.words": "samma ovanliga ord",
    "act.motion": "Motion",
    "act.proposal": "Yrkande",
    "act.vote": "Röst",
    "act.statement": "Reservation eller yttrande",
    "act.presentation": "Föredragning",
    "act.assignment": "Uppdrag",
    "act.disqualified": "Jäv",
    "statement.reservation": "Reservation",
    "statement.opinion": "Yttrande",
    "statement.note": "Anteckning",
    "statement.abstention": "Deltar inte",
    "register.total": "{total:n} {total|rad|rader} i registret.",
    "status.present": "Närvarande",
    "status.excused": "Anmält förhinder",
    "status.absent": "Frånvarande",
    "level.part": "Träff i längre ord",
    "level.restored": "Träff i skannad text",
    "level.folded": "Utan å, ä och ö",
    "level.synonym": "Synonym",
}


CLICK: Final[dict[str, str]] = {
    "Usage:": "Användning:",
    "Options": "Val",
    "Commands": "Verb",
    "Positional arguments": "Argument",
    "default: {default}": "utan val: {default}",
    "env var: {var}": "miljövariabel: {var}",
    "Error: {message}": "Fel: {message}",
    "Try '{command} {option}' for help.": "Hjälp finns med '{command} {option}'.",
    "Invalid value: {message}": "Ogiltigt värde: {message}",
    "Invalid value for {param_hint}: {message}": "Ogiltigt värde för {param_hint}: {message}",
    "Missing command.": "Verb saknas.",
    "Missing argument": "Argument saknas:",
    "Missing option": "Val saknas:",
    "Missing parameter": "Parameter saknas:",
    "Missing parameter: {param_name}": "Parameter saknas: {param_name}",
    "No such option {name!r}.": "Valet {name!r} finns inte.",
    "No such option: {name}": "Valet {name} finns inte.",
    "No such command {name!r}.": "Verbet {name!r} finns inte.",
    "Choose from:\n\t{choices}": "Välj bland:\n\t{choices}",
    "Could not open file {filename!r}: {message}": "Filen {filename!r} går inte att öppna: {message}",
    "Option {name!r} does not take a value.": "Valet {name!r} tar inget värde.",
    "Option {name!r} requires an argument.": "Valet {name!r} behöver ett värde.",
    "Option {name!r} requires {nargs} arguments.": "Valet {name!r} behöver {nargs} värden.",
    "Got unexpected extra argument ({args})": "Ett argument är för mycket ({args})",
    "Got unexpected extra arguments ({args})": "Några argument är för mycket ({args})",
    "Did you mean {possibility}?": "Menade du {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Menade du något av: {possibilities}?)",
    "{value!r} is not {choice}.": "{value!r} är inte {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} är inget av {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} är inget tal som går att använda.",
    "{value} is not in the range {range}.": "{value} är inte inom {range}.",
    "{name} {filename!r} does not exist.": "{filename!r} finns inte.",
    "{name} {filename!r} is a file.": "{filename!r} är en fil.",
    "{name} {filename!r} is a directory.": "{filename!r} är en mapp.",
    "{name} {filename!r} is not readable.": "{filename!r} får inte läsas.",
    "unknown error": "okänt fel",
}
"""What the library that reads the command line says, by its own English."""
