"""The English catalogue: the words of each message."""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

TEXTS: Final[dict[str, str]] = {
    # How a query was read
    "query.too_many_words": "A query may have at most {most} words; the rest is left out.",
    "query.too_long": "A query may have at most {most} characters; the rest is left out.",
    "query.too_long_printed": "Written out, the query is too long (at most {most} characters): its end is left out.",
    "query.unclosed_parenthesis": "A parenthesis is never closed; it is read as closed at the end.",
    "query.unopened_parenthesis": "A parenthesis is closed that was never opened; it does not count.",
    "query.empty_parenthesis": "A parenthesis is empty; it does not count.",
    "query.too_deep": "Parentheses more than {most} levels deep do not count.",
    "query.unclosed_quote": "A quotation mark is never closed; it is read as closed at the end.",
    "query.no_word_in_quotes": "{typed} holds no word to search for.",
    "query.phrase_too_long": "At most {most} words may follow each other; the rest of the quotation is left out.",
    "query.too_far_apart": "{typed} is read as {most}: words farther apart are not searched for.",
    "query.no_date": "{typed} is no date and is read as text. Write for example {examples:or}.",
    "query.unknown_prefix": "{typed} is no prefix here and is read as text.",
    "query.unknown_prefix_near": "{typed} is no prefix here and is read as text. Did you mean {prefix}:?",
    "query.star_cuts_word": "{typed} is read as {word}*: a * can only stand first or last in a word.",
    "query.star_at_both_ends": (
        "{typed} is searched for without *: it can stand first or last, not both; parts of compounds are found anyway."
    ),
    "query.star_inside": "{typed} is searched for without *: it can only stand first or last in a word.",
    "query.star_needs_letters": "{typed} is searched for without *: it needs at least {least} letters beside it.",
    "query.star_too_many": "{typed} is searched for without *: at most {most} words may have one.",
    "query.tilde_needs_letters": "{typed} is searched for without ~: ~ needs a word of at least {least} letters.",
    "query.too_many_tildes": "{typed} is searched for without ~: at most {most} words may have ~.",
    "query.tilde_too_wide": "{typed} is read as ~{most}: no more letters may differ.",
    "query.only_stars": "{typed} is no word to search for; it does not count. All items are found by a single *.",
    "query.near_needs_words": "NÄRA can only stand between words; it is read as OCH.",
    "query.nothing_after_prefix": "After {typed} there is nothing to search for; it is read as a word.",
    "query.nothing_to_work_on": "{typed} has nothing to work on and does not count.",
    "query.no_words": "The query has no word to search for, so all items are shown.",
    "query.unknown_vote": "{typed} is no way to vote and is read as text. The ways are {votes}.",
    "query.unknown_kind": "{typed} is no kind of decision and is read as text. The kinds are {kinds}.",
    # What is said of an answer
    "answer.only_present": (
        "No item mentions the name. Items from meetings where somebody of that name was present are shown first."
    ),
    "answer.corrected": "Results for {shown} are shown. Search instead for {typed}.",
    "answer.read_as": "Read as {shown}. Search instead for {typed}.",
    "answer.read_newest": "Read as {shown}, the newest first. Search instead for {typed}.",
    "answer.read_votes": "Read as {shown}: how each one voted is told in the item. Search instead for {typed}.",
    "answer.read_votes_of": "Read as {shown}: how {who} voted is told in the item. Search instead for {typed}.",
    "answer.none_complete": (
        "No item has all that you searched for. Items with most of it, or with related words, are shown."
    ),
    "answer.complete_among": (
        "{complete|One item has|{complete} items have} all that you searched for. "
        "Items with most of it, or with related words, are shown too."
    ),
    "answer.older_index": "The index needs to be rebuilt. The answer comes from an earlier one, of {day}.",
    "answer.also_searched": "Also searched for: {words}.",
    "answer.also_searched_titles": "Also searched for in titles: {words}.",
    "answer.pattern_cut": (
        "{pattern} stands for more words than can be searched for at once: the most common ones were."
    ),
    "answer.interrupted": (
        "The search was stopped after {seconds:g} seconds. There may be more items than those shown. "
        "Search for fewer words, or without * and ~."
    ),
    "answer.interrupted_early": (
        "The search was stopped after {seconds:g} seconds. No item was found in time, but there may be some. "
        "Search for fewer words, or without * and ~."
    ),
    # What cannot be asked
    "question.no_date": "»{typed}« is no date. Write for example {examples:or}.",
    "question.until_before_since": "Until {until} is before since {since}. Exchange them.",
    "question.refused": "Character {at}: {remark}",
    "question.unknown_parameter": "Unknown parameter. Those there are: {names}.",
    "question.no_parameters": "Unknown parameter. There are none here.",
    "question.repeated_parameter": "The parameter may be given only once.",
    "question.unknown_value": "Unknown value. Those there are: {values}.",
    "question.unknown_vote": "Unknown way to vote. Those there are: {values}.",
    "question.unknown_document": "Unknown kind of document. Those there are: {values}.",
    "question.unknown_kind": "Unknown kind of decision. Those there are: {values}.",
    "question.unknown_group": "Hits may be {groups:or}.",
    "question.unknown_order": "Unknown order. Those there are: {orders}.",
    "question.no_year": "A year is written with four digits.",
    "question.no_hours": "»{typed}« is no number of hours.",
    "question.no_whole_number": "Must be a whole number from {least} to {most}.",
    "question.batch_line": "Line {line} has no tab between an id and a query: '{text}'",
    # What the parser remarks on
    "minutes.organ_from_name": "The minutes name no organ; '{organ}' is taken from the name of the file.",
    "minutes.organ_from_decisions": "The minutes name no organ at the top; '{organ}' is who decides in them.",
    "minutes.organ_from_folder": "The minutes name no organ; '{organ}' is taken from the name of the folder.",
    "minutes.no_organ": "The minutes name no organ, and neither does the name of the file.",
    "minutes.organ_from_register": "The register says that '{printed}' is '{organ}'.",
    "minutes.municipality_from_register": (
        "The minutes name no municipality for '{organ}'; '{municipality}' is taken from the register."
    ),
    "minutes.municipality_from_folder": (
        "The minutes name no municipality for '{organ}'; '{municipality}' is taken from the name of a folder."
    ),
    "minutes.municipality_from_neighbours": (
        "The minutes name no municipality for '{organ}'; '{municipality}' is taken from others in the same folder."
    ),
    "minutes.municipality_unclear": (
        "The minutes name no municipality for '{organ}', and it cannot be told for certain whether it is that of "
        "{candidates:or}. Name it in data/register.toml."
    ),
    "minutes.date_from_name": "The minutes give no date; {day} is taken from the name of the file.",
    "minutes.date_from_folder": "The minutes give no date; {day} is taken from the name of the folder.",
    "minutes.date_from_text": "The minutes give no date at the top; {day} is the first day named in them.",
    "minutes.no_date": "The minutes give no date, and neither does the name of the file.",
    "minutes.name_says_another_day": "The name of the file says {said}; the minutes say {day}, and that counts.",
    "minutes.name_says_another_organ": "The name of the file says {said}; the minutes say {organ}, and that counts.",
    "minutes.paragraphs_missing": (
        "The front page says §§ {first}-{last}, but {present} of these {promised} were found: "
        "{names}{all|| ...} {missing|is|are} missing."
    ),
    "register.fault": "{path}, line {line}: {problem}. What stands there is passed over; the rest of the file holds.",
    "register.unknown_table": "only [[organ]] and [[person]] are known",
    "register.needs_organ": "aliases and not_same need an organ",
    "register.says_nothing": "it needs an organ or a folder, and something to say of it",
    "minutes.no_items": "No item was found in the minutes.",
    "minutes.numbers_missing": ("The items' numbers leave {count|a gap|gaps}: {numbers} {count|was|were} not found."),
    "minutes.pages_without_items": (
        "{count|Page|Pages} {pages} {count|stands|stand} between items and {count|has|have} nothing of any."
    ),
    "minutes.decisions_missing": "No decision could be read below its heading in {items}.",
    "minutes.many_unplaced": "{unplaced} of {printed} lines found no place.",
    "minutes.as_recorded": "{sentence}",
    "minutes.voters_yes": (
        "{item}: {counted} are counted as yes in a ballot, but {named} {named|is|are} listed by name."
    ),
    "minutes.voters_no": (
        "{item}: {counted} are counted as no in a ballot, but {named} {named|is|are} listed by name."
    ),
    "minutes.voters_abstained": (
        "{item}: {counted} are counted as abstained in a ballot, but {named} {named|is|are} listed by name."
    ),
    # Files that give no meeting
    "file.not_minutes": (
        "nothing says that these are minutes: no such title, nobody present, no item and no decision. "
        "If these are minutes, see that their first lines name the organ and the date."
    ),
    "file.same_meeting": (
        "It holds the same meeting as {other}, which is indexed. "
        "Keep the one that should be found, and take the other away."
    ),
    "file.withdrawn_meeting": (
        "It holds {meeting}, which was withdrawn on {day}, in other words than then. "
        "If it is to be found again: protokoll index --restore {meeting}"
    ),
    "file.withdrawn_part": (
        "It has changed since a part of {meeting} was withdrawn on {day}; what was read before is kept. "
        "If the whole of it is to be found: protokoll index --restore {meeting}"
    ),
    "file.no_such_file": "There is no such file. It may have been moved or renamed.",
    "file.may_not_read": "This user may not read it. Ask its owner for the right to read it.",
    "file.not_opened": "It could not be opened: {reason}. Look at the disk and the name.",
    "file.not_opened_now": (
        "It could not be opened ({reason}). Look at the disk, or ask the file's owner for the right to read it."
    ),
    "file.impossible_name": "Its name is not a name that a file can have. Look at the name.",
    "file.unprintable_name": "Its name has a line break or bytes that are not UTF-8. Rename it.",
    "file.no_such_folder": "There is no such file or folder. Look at the name.",
    "file.may_not_list": "This user may not look into the folder. Ask its owner for the right to read it.",
    "file.folder_not_read": "The folder could not be read: {reason}. Look at the disk.",
    "file.link_to_nothing": "It is a link that leads nowhere. Put the minutes themselves here.",
    "file.link_outside": (
        "It is a link out of the folder, and such links are not followed. Put the minutes themselves here."
    ),
    "file.folder": "It is a folder, not a file. Put the minutes themselves here.",
    "file.pipe": "It is a pipe, not a file. Put the minutes themselves here.",
    "file.socket": "It is a socket, not a file. Put the minutes themselves here.",
    "file.device": "It is a device, not a file. Put the minutes themselves here.",
    "file.link": "It is a link, not a file. Put the minutes themselves here.",
    "file.too_large": "It is {size} MB, and no more than {most} MB are read. Split it, meeting by meeting.",
    "file.too_much_text": "It is {size} MB of text, and no more than {most} MB are read. Split it, meeting by meeting.",
    "file.too_many_pages": "It has {pages} pages, and no more than {most} are read. Split it, meeting by meeting.",
    "file.being_written": "It was being written while it was read. It will be read when it has come to rest.",
    "file.no_text": "It holds no text. Look at the original; if it is right to be empty, remove it.",
    "file.empty": "It is empty. Look for the original; the copying may have failed.",
    "file.control_characters": (
        "It is not text: it is full of control characters. Save the minutes as PDF, DOCX or text."
    ),
    "file.not_text": "It is not text: it holds bytes that no text has. Save the minutes as PDF, DOCX or text.",
    "file.damaged_utf8": "It is UTF-8, but damaged, first on line {line}. Fetch it again, or correct that line.",
    "file.damaged_unicode": (
        "It begins as {encoding} but is damaged at byte {at}. "
        "Open it in the program that made it and save it as UTF-8 text."
    ),
    "file.unknown_encoding": (
        "It is in an encoding that is not one of those that Swedish is written in. "
        "Open it in the program that made it and save it as UTF-8 text."
    ),
    "file.no_such_page": "It has no page {page}.",
    "file.locked": "It is locked with a password. Save it again without one.",
    "file.old_office": (
        "It is a file of an old office program. Open it in Word or LibreOffice and save it as DOCX or PDF."
    ),
    "file.spreadsheet": "It is a spreadsheet, not minutes. Save what should be found as PDF or text.",
    "file.slides": "It is a slide show, not minutes. Save what should be found as PDF or text.",
    "file.packed": "It is a packed archive. Unpack it and put the files here.",
    "file.damaged_word": "It is a damaged Word file. Fetch it again from where it came, or save it as PDF.",
    "file.word_without_text": (
        "It is a Word file without its text ({part}). Fetch it again from where it came, or save it as PDF."
    ),
    "file.unpacks_too_large": (
        "It unpacks to {size} MB of text, and no more than {most} MB are read. "
        "Look at where it came from: it may be made to do harm."
    ),
    "file.declares_entities": (
        "It declares entities, which no office file does. Look at where it came from: it may be made to do harm."
    ),
    "file.damaged_opendocument": (
        "It is a damaged OpenDocument text. Fetch it again from where it came, or save it as PDF."
    ),
    "file.opendocument_without_text": (
        "It is an OpenDocument text without its text ({part}). Fetch it again from where it came, or save it as PDF."
    ),
    "file.groups_too_deep": "Its groups stand too deep in each other. Save it as PDF or DOCX.",
    "file.outlook": "It is an Outlook message. Save the minutes attached to it here, or the message as .eml.",
    "file.damaged_mail": "It is a damaged mail. Save what is attached to it here.",
    "file.mail_without_text": "It is a mail without a text. Save what is attached to it here.",
    "file.mail_too_large": (
        "It is a mail of {size} MB, and no more than {most} MB are read. Save what is attached to it here."
    ),
    "file.several_packed": (
        "It is a ZIP of several files. Let its name end in .zip, or unpack it and put the files here."
    ),
    "file.too_many_packed": (
        "It holds {count} files, and no more than {most} are read. Unpack it and put the files here."
    ),
    "file.zip_unpacks_too_large": (
        "It unpacks to {size} MB, and no more than {most} MB are read. "
        "Look at where it came from: it may be made to do harm."
    ),
    "file.damaged_zip": "It is a damaged ZIP. Fetch it again from where it came.",
    "file.damaged_in_zip": "It is damaged within its ZIP. Fetch the ZIP again from where it came.",
    "file.locked_zip": "It is locked with a password. Pack it again without one.",
    "file.damaged_pdf": "It is a damaged PDF. Fetch it again from where it came.",
    "file.needs_pdf_reader": ("It is a PDF, and what reads them is not installed. Install it: pip install pypdfium2"),
    "file.damaged_picture": "It is a damaged picture. Scan it again.",
    "file.picture_too_slow": "A page of it could not be read in {seconds} seconds. Scan it again, in black and white.",
    "file.needs_ocr": (
        "It is a scan, and what reads scans is not installed ({packages:and}). "
        "Install them: apt install tesseract-ocr tesseract-ocr-swe"
    ),
    "file.too_slow": (
        "Reading it took more than {seconds:.0f} seconds without an end. "
        "Save it again in the program that made it, or as PDF."
    ),
    "file.broke_reader": "Reading it broke the reader. Save it again in the program that made it, or as PDF.",
    "file.too_much_memory": "It takes more memory than minutes should. Save it again, or as PDF.",
    "file.makes_no_sense": "No sense could be made of it ({error}). Save it again, or as PDF.",
    # Errors
    "error.damaged_withdrawals": (
        "{path}, which tells what was withdrawn and is to stay out, is not as it was written, nor is what else tells "
        "it. Put it back from a backup. Without one, move its folder and {index} away, run: protokoll index, and "
        "withdraw again what must not be found"
    ),
    "error.not_withdrawn": "Nothing of {id} was withdrawn, so there is nothing to restore.",
    "error.too_many_removals": (
        "{gone} of {known} files are gone. Nothing was changed. "
        "If they are to leave the index, say so with: protokoll index --confirm-removals"
    ),
    "error.no_such_index": "There is no index in {where}. Make one with: protokoll index FOLDER",
    "error.index_from_other_version": (
        "The index in {where} was made by another version ({found}, this one is {wanted}). "
        "Build it again with: protokoll index --rebuild"
    ),
    "error.damaged_index": "The index in {where} is damaged: {reason}. Build it again with: protokoll index --rebuild",
    "error.unsafe_index": (
        "Others may write in {where}, so it is not opened. Take that right away: chmod go-w {where}"
    ),
    "error.missing_part": "This needs {package}. Install it: {python} -m pip install {package}",
    "error.cannot_write": (
        "{path} could not be written ({reason}). What was indexed before is as it was and is still found. "
        "Make room, or look at the folder's rights, and run it again."
    ),
    "error.index_busy": (
        "Another indexing run is under way (process {pid}, since {since}). Wait for it and try again."
    ),
    "error.cluster_unreachable": (
        "OpenSearch does not answer at {urls:and} ({reason}). Start it, or correct opensearch in protokoll.toml; "
        "behind https, opensearch_ca names the certificate that is trusted."
    ),
    "error.cluster_forbidden": (
        "OpenSearch at {where} lets this user do less than is needed ({reason}). Set opensearch_user and "
        "opensearch_password to a user who may create, read and write indices of the name in opensearch_name."
    ),
    "error.cluster_forbids_scripts": (
        "OpenSearch at {where} runs no scripts, and what an item is worth is told by one. Allow inline scripts for "
        'similarity and score (script.allowed_types: inline in opensearch.yml), or use engine = "whoosh".'
    ),
    "error.cluster_from_other_version": (
        "What answers at {where} is version {version}, and not OpenSearch 2.12 or later, below 4. Upgrade it, or name "
        "another in opensearch."
    ),
    "error.cluster_degraded": (
        "OpenSearch at {where} lacks parts of the index, or has too much to do ({reason}). Look at _cluster/health: "
        "when it is red, start the nodes that are away; then try again."
    ),
    "error.cluster_full": (
        "The disks of OpenSearch at {where} are full ({reason}). What was indexed before is as it was. Make room, or "
        "add a node, and run it again."
    ),
    "error.cluster_limits_queries": (
        "OpenSearch at {where} allows fewer parts of a query than this one has. Set "
        "indices.query.bool.max_clause_count to 8192 in opensearch.yml, or ask for fewer words."
    ),
    "error.cluster_failed": (
        "OpenSearch at {where} answered {status} ({reason}). What was indexed before is as it was. Its log says more."
    ),
    "error.bad_watches": "The watches in {path} cannot be read: {reason}. Correct the file.",
    "error.no_mail_settings": "No letters can be sent without {missing:and}. Set them in protokoll.toml.",
    "error.no_mail_server": (
        "The mail server {host} took no letter: {reason}. Nothing is lost: what is new is sent in the next round."
    ),
    "error.letter_refused": (
        "The letter to {to} was not taken: {reason}. It is sent again in the next round; correct the address, or take "
        "it out of the watches."
    ),
    "notify.bad_watch": "Watch number {number} in {path} cannot be read: look at {parts:and}. The others are told.",
    "notify.ledger_lost": (
        "What had been told to whom was lost (NOTIFIED.json is not as it was written): the watches begin anew with "
        "what comes from now on."
    ),
    "notify.too_slow": "There was no time to look for what is new for {query}. It is looked for in the next round.",
    "notify.not_answered": "The watch of {query} cannot be answered: {reason}",
    "notify.done": "{letters|One letter|{letters:n} letters} about {items|one item|{items:n} items}.",
    "notify.nothing": "Nothing new to tell.",
    "mail.subject": "{about}: {count|one new item|{count:n} new items}",
    "mail.greeting": "New in the minutes for {about}: {count|one item|{count:n} items}.",
    "mail.ending": "No more of these letters: {address}\nThe search: {page}/",
    "settings.mail_server": "an address such as smtp+starttls://user@mail.example.org:587 (or smtp://, smtps://)",
    "settings.mail_from": "an e-mail address",
    "help.notify": "Tell those who watch, by mail, what is new since they were told last (data/watches.toml).",
    "help.notify.short": "Tell what is new by mail.",
    "error.only_whole_meetings": (
        "{id} is a part of a meeting. Withdraw the whole of it with: protokoll remove {meeting}, "
        "or an item alone with: protokoll remove {id} --item"
    ),
    "error.no_such_thing": "Nothing has the id '{id}'. Ids are shown by: protokoll search QUERY",
    "index.altered": "{file} is not as it was written",
    "index.missing": "{file} is not there",
    "index.empty": "{file} is missing or empty",
    "index.items_missing": "{found} of {written} items are there",
    "index.unreadable": "{file} cannot be read ({reason})",
    # What does not hold in the archive
    "damage.missing": "{path} is missing. Mend it with: protokoll index",
    "damage.not_as_written": "{path} is not as it was written. Mend it with: protokoll index",
    "damage.older": "{path} is older than the rest of the archive. Mend it with: protokoll index",
    "damage.stray": "{path} belongs to no known file. Set it aside with: protokoll index",
    "damage.lost": "{path} is lost, and so are its copies. Read the minutes again with: protokoll index",
    "damage.twice": "{path} would say of two files that they hold one meeting. Nothing was changed; please report it.",
    "mended.index": "{path} was damaged and was made again.",
    "mended.missing": "{path} was missing and was made again.",
    "mended.not_as_written": "{path} was not as it was written: it was set aside and made again.",
    "mended.older": "{path} was older than the rest of the archive and was made again.",
    "mended.stray": "{path} belonged to no known file and was set aside.",
    # What a check finds
    "check.no_run": "No run of the indexing has ended well yet",
    "check.last_run": "A run of the indexing last ended well {hours:.1f} hours ago",
    "check.versions": "Python {python}; {reader}; {index}",
    "check.ocr_here": "Tesseract is here, so scans are read",
    "check.ocr_missing": "Scans wait for Tesseract: apt install tesseract-ocr tesseract-ocr-swe",
    "check.pdf_here": "{package} is here, so PDFs are read",
    "check.pdf_missing": "{package} is not here: {python} -m pip install {package}, and PDFs are read",
    "check.watch_here": "{package} is here, so --watch works",
    "check.watch_missing": "{package} is not here: {python} -m pip install {package}, and --watch works",
    "check.room": "{free:n} MB free where the index is, of {used} MB in use",
    "check.little_room": (
        "Only {free:n} MB free where the index is, of {used} MB in use: "
        "building it again may need {wanted:n} MB. Make room"
    ),
    "check.others_may_write": "Others may write in {path}. Take that away: chmod go-w {path}",
    "check.nobody_may_write": "Nobody else may write in index and archive",
    "check.certainty": (
        "Read for certain: head {head} %, items {items} %, decisions {decisions} %, lines with a place {text} %."
    ),
    "check.furniture": "Taken out as heads and feet of pages, {count|1 line|{count} lines}: {texts}",
    "check.unplaced_line": "{file}, line {line} found no place: {text}",
    "check.as_recorded": "{error}",
    "check.personnummer": "{file} has {count|a personnummer|{count} personnummer}, masked in every answer",
    "check.archive": "{meetings} meetings in the archive {where}",
    "check.archive_with_withdrawn": "{meetings} meetings in the archive {where}, {withdrawn} files withdrawn",
    "check.file_gone": "{file} is gone since it was indexed. Run: protokoll index",
    "check.file_changed": "{file} has changed since it was indexed. Run: protokoll index",
    "check.index": (
        "{meetings} meetings in the index {where}, every byte as it was written, generation {generation}, {made}"
    ),
    "check.differing": (
        "{meetings|1 meeting differs|{meetings} meetings differ} between archive and index. Run: protokoll index"
    ),
    "check.pending": "{count|1 withdrawal is|{count} withdrawals are} not finished. Finish with: protokoll index",
    "check.agreement": "Archive and index agree",
    # What a run did
    "report.new": "{count} new",
    "report.changed": "{count} changed",
    "report.moved": "{count} moved",
    "report.removed": "{count} removed",
    "report.withdrawn": "{count} withdrawn",
    "report.failed": "{count} not indexed",
    "report.nothing_changed": "Nothing changed",
    "report.line": "{done}; {unchanged} unchanged. {items} items. {seconds:.1f} s",
    "report.line_with_unplaced": (
        "{done}; {unchanged} unchanged. {items} items, {unplaced} lines without a place. {seconds:.1f} s"
    ),
    "report.not_indexed": "Not indexed: {error}",
    "report.no_minutes": "No minutes were found in {folders}.",
    "report.reading": "Reading {name}",
    "report.reading_by_ocr": "{name} (page {done} of {of} by OCR)",
    "report.watching": "Watching {folders} (stop it with Ctrl-C)",
    "report.meeting_withdrawn": (
        "{id} is withdrawn. Its {words} words that no other minutes have were sought in the dictionary "
        "and in all {scanned} files ({bytes} bytes) of index and archive: {traces} traces. {seconds:.1f} s"
    ),
    "report.trace": "Still there: {trace}",
    "report.trace_meeting": "the index's list of meetings",
    "report.trace_item": "the entry of {id}",
    "report.trace_word": "the word {word} in the index's dictionary",
    "report.file_left": "{path} is left where it is, and stays out of the index.",
    # An answer, an item and a meeting in a terminal
    "show.number": "no {number}",
    "show.page": "page {page}",
    "show.ocr_damaged": "(read by OCR that lost å, ä and ö)",
    "show.score": "score {score:.3f}",
    "show.score_met_as": "score {score:.3f}, met as {levels}",
    "show.furniture": "Page heads and feet, which are no part of any item (and how many lines):",
    "show.unplaced_lines": "Lines without a place:",
    "show.presented_by": "Presented by {name}",
    "show.attached": "Attached: {name}",
    "show.more_decisions": "… and {count} more {count|decision|decisions}",
    "show.matters": "{count|1 matter|{count:n} matters}, {items|1 item|{items:n} items}",
    "show.agreed": "It was about: {text}",
    "show.proposed": "Proposed:",
    "show.only_proposed": "An agenda: what is to come up. Nothing in it is decided.",
    "show.minutes_there": "The minutes of the meeting: {id}",
    "show.times_up": "{count|up once|up {count:n} times}",
    "show.items": "{count|1 item|{count:n} items}",
    "show.answer": "{items} for {query}",
    "show.answer_none_shown": "{items} for {query}, none shown",
    "show.answer_one_shown": "{items} for {query}, number {first} shown",
    "show.answer_some_shown": "{items} for {query}, {first}–{last} shown",
    "show.everything": "everything",
    "show.read_as": "Read as: {query}",
    "show.as_typed": "Search as typed: protokoll search {query}",
    "show.did_you_mean": "Did you mean: protokoll search {query}",
    "show.without": "Without {obstacle}: {items}",
    "show.dates": "--since and --until",
    # The command
    "command.forgot_verb": "{error} To search for it: protokoll search {query}",
    "command.unknown_value": "'{value}' is no {facet}. There is {values}.",
    "command.no_folder": "There is no folder {folder}. Name the folder with your minutes.",
    "command.batch_and_query": "--batch reads its queries from a file: leave out QUERY.",
    "command.table_is_csv": "--table chooses what --format csv writes. Leave it out, or add --format csv.",
    "command.nothing_to_export": "There are no meetings to export in {archive}, or none that was asked for.",
    "command.unknown_topic": "There is no help about '{topic}': there is query, {verbs}.",
    "command.page_at": "The page is at {address} (stop it with Ctrl-C)",
    "command.port_taken": "Port {port} is taken, so this is on {candidate}.",
    "command.no_such_port": "Port {port} on {host} cannot be had: {reason}.",
    "command.no_free_port": "No port between {first} and {last} is free. Name one with --port.",
    "command.unexpected": (
        "Something went wrong that should not have: {error}. Run it again with PROTOKOLL_DEBUG=1 to see where."
    ),
    "command.scores": (
        "queries {queries}  nDCG@10 {ndcg:.4f}  recall@20 {recall:.4f}  "
        "first relevant {first:.4f}  MRR {reciprocal:.4f}"
    ),
    "command.server_process_failed": "A process that answers could not go on.",
    "command.server_process_ended": "A process that answered has ended ({status}); another takes its place.",
    "command.no_such_value": "There is no --{facet} '{value}' in the index. There is {values}{all|.| and more.}",
    "command.no_such_value_near": "There is no --{facet} '{value}' in the index. Did you mean {values:or}?",
    "command.no_values": "There is no --{facet} '{value}' in the index.",
    "command.confirm_removal": (
        "Withdraw {id} ({organ}, {day:date}, {items|1 item|{items:n} items})? It will not be found again "
        "until its file changes."
    ),
    "command.yes_or_no": "y/N",
    "command.confirm_item": "Withdraw the item {id}?",
    "command.confirm_name": "Withdraw the name {name} from {id}?",
    "command.not_removed": "Nothing was withdrawn.",
    "command.cannot_print": "The output could not be written: {reason}.",
    "command.no_such_host": "The address {host} cannot be had: {reason}.",
    # Settings
    "settings.unreadable": "{path} cannot be read: {reason}.",
    "settings.unknown": "{where}: nothing reads the setting '{name}'. Those there are: {names}.",
    "settings.unknown_table": "{where}: there is no verb '{name}'. Those that have settings are {tables}.",
    "settings.wrong": "{where}: {name} is to be {wanted}, and is '{value}'.",
    "settings.refused": "{where}: {error}",
    "settings.misspelt": "The variable {name} is read by nothing. Is {meant} meant?",
    "settings.unread": "The variable {name} is read by nothing.",
    "settings.text": "a text",
    "settings.words": "a list of texts",
    "settings.folders": "a folder, or a list of folders",
    "settings.organs": "tables with an organ or a folder, and what is known of it",
    "settings.address": "an address that begins with https:// or http://",
    "settings.index_name": "small letters, digits, - and _, the first a letter or a digit",
    "settings.integer": "a whole number from {least} to {most}",
    "settings.number": "a number from {least} to {most}",
    "settings.choice": "one of {values}",
    "settings.switch": "true or false",
    "settings.default": "default",
    "settings.option": "option {where}",
    "settings.environment": "variable {where}",
    "settings.file": "file {where}",
    "settings.file_read": "Read: {path}",
    "settings.file_absent": "Not there: {path}",
    # The log
    "log.indexed": (
        "Indexed: {new} new, {changed} changed, {unchanged} unchanged, {removed} removed, {failed} not indexed; "
        "{items} items in {seconds:.1f} seconds."
    ),
    "log.answered": "{method} {page} {status}, {size} bytes in {milliseconds:.1f} ms",
    "log.answered_to": "{method} {page} {status}, {size} bytes in {milliseconds:.1f} ms: {address} to {reader}",
    # Metrics
    "metrics.requests_total": "Answers by kind of page and status.",
    "metrics.request_seconds": "How long an answer took.",
    "metrics.info": "The version of the program.",
    "metrics.well": "1 when everything is well, 0 when somebody must look.",
    "metrics.not_well": "How many things are amiss, by what they are about.",
    "metrics.meetings": "Meetings in the index.",
    "metrics.last_run_timestamp_seconds": "When a run of the indexing last ended well.",
    "metrics.index_made_timestamp_seconds": "When something was last new in the index.",
    # The help of the verbs and their options
    "help.protokoll": "Search Swedish public meeting minutes.",
    "help.index": "Index what is new, changed or gone below PATHS (data/minutes) since last time.",
    "help.index.short": "Index what is new, changed or gone.",
    "help.search": "Find the items that answer QUERY; - reads queries from standard input, one a line.",
    "help.search.short": "Find the items that answer a query.",
    "help.votes": "List the ballots of the items that answer QUERY, and who voted how.",
    "help.votes.short": "List ballots and who voted how.",
    "help.assignments": "List the tasks that items which answer QUERY gave, to whom, by when, and what came of them.",
    "help.assignments.short": "List tasks given and what came of them.",
    "help.matters": (
        "Find the matters that answer QUERY, over meetings and organs: how often each was up, and what it ended in."
    ),
    "help.matters.short": "Find matters over meetings and organs.",
    "help.show": "Show the item, the decision or the meeting with this ID.",
    "help.show.short": "Show what has this ID.",
    "help.parse": "Show what the parser reads in FILE, without touching the index.",
    "help.parse.short": "Show what the parser reads in a file.",
    "help.analyse": "Show the index terms of TEXT, one a line; - reads standard input.",
    "help.analyse.short": "Show the index terms of a text.",
    "help.evaluate": "Score the search on questions whose answers are known, with ir-measures.",
    "help.evaluate.short": "Score the search on judged questions.",
    "help.mcp": "Answer an assistant about the minutes, over standard input and output (Model Context Protocol).",
    "help.mcp.short": "Answer an assistant about the minutes.",
    "help.export": "Write all meetings as JSON lines, a table of them as CSV, or everything as JSON-LD or ZIP.",
    "help.export.short": "Write all meetings as JSON, CSV, JSON-LD or ZIP.",
    "help.help": "Explain the query language, or the verb named TOPIC.",
    "help.help.short": "Explain the query language, or a verb.",
    "help.remove": (
        "Withdraw the meeting with this ID: no trace of it is left, and it stays out until its file changes."
    ),
    "help.remove.short": "Withdraw a meeting without a trace.",
    "help.check": "Say whether everything is well: versions, the index, the archive, the files, the tools.",
    "help.check.short": "Say whether everything is well.",
    "help.settings": "Show every setting, its value, and where that comes from.",
    "help.settings.short": "Show the settings and where they come from.",
    "help.serve": "Start the page.",
    "help.serve.short": "Start the page.",
    "option.help": "Show this message and exit.",
    "option.version": "Show the version.",
    "option.index": "The index's folder.",
    "option.archive": "The archive's folder.",
    "option.language": "The language of what is said: sv or en; else that of the environment.",
    "option.color": "Whether to colour: in a terminal, always or never.",
    "option.no_pager": "Never show a page at a time.",
    "option.format": "How to write it.",
    "option.rebuild": "Build the whole index again, beside the old one, and swap.",
    "option.anything": "Take other documents too: they are found, and never as decisions.",
    "option.confirm_removals": "Many files are gone, and are to leave the index.",
    "option.watch": "Stay, and index what arrives.",
    "option.limit": "The most hits to show.",
    "option.offset": "Pass over so many hits.",
    "option.group": "What a hit is: an item, or a matter over meetings.",
    "option.sort": "The order of the hits.",
    "option.person": "Only ballots in which this person voted: a name.",
    "option.party": "Only ballots in which somebody of this party voted.",
    "option.vote": "Only ballots in which they voted so: yes, no, ...",
    "option.table": "Which table to write as CSV: decisions unless another is named.",
    "option.state": "Only tasks in this state.",
    "option.assignee": "Only tasks of this organ, office or person: the beginning of its words.",
    "option.since": "Meetings from this date: 2024, 2024-05, 17/5 2024.",
    "option.until": "Meetings up to this date.",
    "option.strict": "Refuse a query with a mistake in it instead of reading it leniently.",
    "option.output": "What to list.",
    "option.batch": "Lines of id, tab, query; prints a TREC run.",
    "option.explain": "Say how the query was read and how each hit was met.",
    "option.damaged": "Take it for text that OCR read without å, ä and ö.",
    "option.queries": "Lines of id, tab, query.",
    "option.qrels": "TREC judgements.",
    "option.organization": "Only this organ.",
    "option.item": "ID is that of an item, and only that is withdrawn.",
    "option.name": "Only this name is withdrawn: masked wherever it stands in the meeting.",
    "option.restore": "This meeting was withdrawn, and is to be found again.",
    "option.yes": "Do not ask.",
    "option.verbose": "Log what is done, not only what is amiss.",
    "option.log_format": "How the log is written.",
    "option.access_log": "Log each answer; full: with what was asked and from where.",
    "option.metrics": "Tell figures for Prometheus at /metrics.",
    "option.hours": "It is amiss when no run has ended well for so many hours.",
    "option.host": "The address to answer at.",
    "option.port": "The port; 8000, or the next free one.",
    "option.publisher": "Who answers for the page.",
    "option.processes": "How many processes answer; one for each core, at most four.",
    "option.contact": "The e-mail address of whoever does.",
    "option.base_url": "Where readers find the page.",
    "option.trusted_hosts": "Other hosts it answers to.",
    # The page
    "page.bad_question": "The question cannot be answered",
    "page.bad_question_why": "Something in the address could not be understood.",
    "page.not_found": "There is no such page",
    "page.not_found_why": "There is nothing at this address. It may be misspelt or removed.",
    "page.unavailable": "The search is resting",
    "page.unavailable_why": "The minutes cannot be searched right now. Try again in a while.",
    "page.too_long": "The address is too long",
    "page.too_long_why": "A question may have at most 2,000 characters in the address. Search for fewer words.",
    "page.damaged": (
        "Just these minutes were damaged and will be read again. All others can be read. Try again in a while."
    ),
    "page.failed": "Something went wrong",
    "page.failed_why": "The fault is ours, not yours. Try again in a while.",
    "page.nothing_indexed": "No minutes are indexed yet.",
    "page.run_index": "Run: protokoll index FOLDER",
    "page.only_get": "Only GET and HEAD are answered.",
    "page.to_search": "Search all minutes",
    "page.to_meetings": "Browse the meetings",
    "page.point": "Point",
    "page.feed_of_query": "Minutes: {query}",
    "page.feed_of_all": "Minutes: new items",
    "page.opensearch": "Search public meeting minutes",
    "facet.since": "From",
    "facet.until": "To",
    "result.approved": "Approved",
    "result.partly_approved": "Partly approved",
    "result.rejected": "Rejected",
    "result.answered": "Answered",
    "result.deferred": "Deferred",
    "result.referred_back": "Referred back",
    "result.proposed": "Proposed to another organ",
    "result.elected": "Election",
    "result.assigned": "Assigned",
    "result.decided": "Decided",
    "result.noted": "Noted",
    "kind.decided": "Decided",
    "kind.approved": "Approved",
    "kind.assigned": "Assigned",
    "kind.noted": "Noted",
    "kind.rejected": "Rejected",
    "kind.deferred": "Deferred",
    "kind.answered": "Answered",
    "kind.proposed": "Proposed to another body",
    "kind.referred_back": "Referred back",
    "kind.elected": "Elected",
    "document.agenda": "Agenda (kallelse)",
    "document.extract": "Extract of the minutes",
    "document.other": "Another document",
    # Tables and data to take away
    "table.decisions": "Decisions",
    "table.votes": "Votes",
    "table.assignments": "Assignments",
    "table.matters": "Matters",
    "table.people": "People",
    "table.decisions.row": "A row for each clause of a decision.",
    "table.votes.row": "A row for each voter, or for a ballot that names none.",
    "table.assignments.row": "A row for each task that was given.",
    "table.matters.row": "A row for each matter, over all meetings and organs where it was up.",
    "table.people.row": "A row for each person whom the minutes name in a public role.",
    "column.decisions.id": "The clause's id.",
    "column.votes.id": "The ballot's id.",
    "column.assignments.id": "The assignment's id: the clause that gave it.",
    "column.matters.id": "The matter's id.",
    "column.people.id": "The person's id.",
    "column.organization": "The organ, with its authority where that is known.",
    "column.date": "The day of the meeting.",
    "column.number": "Paragraph or number, as printed.",
    "column.title": "The title, as printed.",
    "column.text": "The words of the clause, as printed.",
    "column.kind": (
        "The kind of decision: noted, assigned, approved, rejected, deferred, referred_back, elected, "
        "answered, proposed or decided."
    ),
    "column.outcome": "What the item as a whole ended in, in the words of the kinds, and partly_approved.",
    "column.matters.outcome": "What the matter last ended in, in the words of the kinds.",
    "column.assignments.outcome": (
        "What the report ended in: noted, done, extended or proposed. Empty where nothing is surely reported."
    ),
    "column.assignees": "Who is to do it, separated by semicolons.",
    "column.due": "By which day, where the minutes name one.",
    "column.due_text": "By when, in the words of the minutes.",
    "column.vote": (
        "The ballot in words: how many voted Ja and Nej, and what that stood for. Several are separated by semicolons."
    ),
    "column.votes.vote": "How the person voted: yes, no, abstained or absent.",
    "column.reference": "Diary number, as printed.",
    "column.matter": "The id of the matter that the item belongs to.",
    "column.url": "The address of the page where it stands.",
    "column.yes": "How many voted Ja.",
    "column.no": "How many voted Nej.",
    "column.abstained": "How many abstained.",
    "column.yes_means": "What Ja stood for.",
    "column.no_means": "What Nej stood for.",
    "column.won": "The side with more votes: yes or no. Empty where they are equal or not told.",
    "column.name": "The name, as printed.",
    "column.party": "The party, as printed.",
    "column.parties": "Parties that the name stands with, separated by semicolons.",
    "column.assignment": "The words of the task, as printed.",
    "column.state": "How the assignment stands: open, due, overdue or reported.",
    "column.age": "Days since the task was given.",
    "column.reported": "The day on which it was last reported, where that is sure.",
    "column.report": "The id of the item that reports it.",
    "column.first": "The first day.",
    "column.last": "The last day.",
    "column.times": "How many times the matter was up.",
    "column.items": "The ids of the items, the oldest first, each on a line of the cell.",
    "column.reason": "Why the items are counted as one matter; dnr means the same diary number.",
    "column.meetings": "How many meetings name the person.",
    "column.organizations": "The organs, separated by semicolons.",
    "data.title": "Decisions from minutes",
    "data.about": (
        "Decisions, votes, assignments, matters and people from public meeting minutes, as the minutes print them."
    ),
    "data.publisher": "The publisher of the minutes",
    "data.keyword": "minutes",
    "data.linked": "Meetings as linked data",
    "data.linked.about": (
        "All meetings, items, decisions, ballots and matters as JSON-LD, in terms of schema.org and OParl."
    ),
    "data.everything": "Everything in one file",
    "data.everything.about": "All tables, all meetings as JSON lines and as JSON-LD, and a description of the columns.",
    "data.readme": (
        "Decisions, votes, assignments, matters and people from public meeting minutes.\nThe tables are CSV: "
        "UTF-8, semicolons between columns, dates as 2024-05-17. A cell that a spreadsheet would take for a "
        "formula has an apostrophe before it. Personnummer are masked. csv-metadata.json describes the "
        "columns for programs. protokoll.jsonl has a whole meeting on each line, and protokoll.jsonld the "
        "same meetings as linked data."
    ),
    # Tools for assistants
    "assistant.instructions": (
        "Search public meeting minutes. Answer only from what the tools give, and always cite the "
        "address of the source. The text is as printed, scanning errors included. Of what the minutes do"
        " not say, the tools know nothing."
    ),
    "assistant.search": (
        "Search items of the minutes. Begin here. Each hit has its address, what was decided, and an excerpt."
    ),
    "assistant.show": "Show an item, a clause of a decision or a whole meeting, with the text of the minutes.",
    "assistant.matters": "Matters over meetings and organs: how many times they were up, and what they ended in.",
    "assistant.votes": "Votes: what Ja and Nej stood for, how many voted so, and who, where the minutes say it.",
    "assistant.assignments": (
        "Tasks: who is to do what, by when, and what was reported on it. Done is only what the minutes say is done."
    ),
    "assistant.field.query": (
        'What is sought, as in the search field: words, "an exact phrase", -word, organ:name, dnr:number. Empty is all.'
    ),
    "assistant.field.since": "From a day, a month or a year: 2024-05-17, 2024-05 or 2024.",
    "assistant.field.until": "Up to a day, a month or a year.",
    "assistant.field.organization": "The organ's id: what stands before the date in an id.",
    "assistant.field.limit": "How many rows are given, at most 20.",
    "assistant.field.offset": "How many rows are passed over: so the next page is read.",
    "assistant.field.sort": "The order: relevance, newest or oldest.",
    "assistant.field.id": (
        "The id of what is to be shown, as in the answers: organ/date, organ/date/item or organ/date/item/b1."
    ),
    "assistant.field.person": "The whole name of somebody who voted.",
    "assistant.field.party": "The party's letters, such as S.",
    "assistant.field.vote": "Only where they voted so: yes, no, abstained or absent.",
    "assistant.field.assignee": "Who got the task: an organ, an office or a person.",
    "assistant.field.state": "How the task stands: open, due, overdue or reported.",
    "assistant.no_message": "The line is no JSON-RPC 2.0. Send, for instance, a request with jsonrpc, id and method.",
    "assistant.no_tool": "There is no such tool. There are {names}.",
    "vote.yes": "Yes",
    "vote.no": "No",
    "vote.abstained": "Abstained",
    "vote.absent": "Absent",
    # Assignments and what came of them
    "assignment.open": "Open",
    "assignment.due": "Due soon",
    "assignment.overdue": "Overdue",
    "assignment.reported": "Reported",
    "assignment.by": "by {day:date}",
    "assignment.to": "To: {names}",
    "assignment.reported_in": "Reported on {day:date}, {organization} ({reason})",
    "assignment.may_be_reported": "May be reported on {day:date}, {organization} ({reason})",
    "reported.noted": "noted",
    "reported.done": "declared done",
    "reported.extended": "given more time",
    "reported.proposed": "proposed",
    "reason.citation": "the report cites the paragraph",
    "reason.reference": "the same diary number",
    "reason.matter": "the same matter",
    "reason.words": "the same rare words",
    "act.motion": "Motion",
    "act.proposal": "Proposal",
    "act.vote": "Vote",
    "act.statement": "Reservation or opinion",
    "act.presentation": "Presentation",
    "act.assignment": "Assignment",
    "act.disqualified": "Disqualified",
    "statement.reservation": "Reservation",
    "statement.opinion": "Opinion",
    "statement.note": "Note",
    "statement.abstention": "Takes no part",
    "register.total": "{total:n} {total|row|rows} in the register.",
    "status.present": "Present",
    "status.excused": "Excused",
    "status.absent": "Absent",
    "level.part": "Part of a longer word",
    "level.restored": "Scanned text restored",
    "level.folded": "Without å, ä and ö",
    "level.synonym": "Synonym",
}
