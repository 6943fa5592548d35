"""The planner for improvement bus tours: plan, ride, discuss, log, decide, control, verify, publish.

This is the map of the house. A room imports from the floors below its own, never from its neighbours; of a room that
has wings, each imports only from those that stand before it. `tests/house_rules.py` has the rules in full.

5  streamlit_app.py  the front door: the screens, the HTTP routes, the gate, and what happens at start
   pages/            one screen a file, a script that is read from top to bottom; shell.py is their router

4  ui/               parts that screens share, and the inside of screens by subject; the one room here with Streamlit
     point           where something is: found by its address, typed, tapped on a map, or told by the device
     deadlines       working days, norms, and the field in which a date is named
     issue           the list, the page and the log of issues
     control         giving instructions and the steps that follow, a screen of what waits for whom
     notices         the list of what one was told
     guests          invitations
     tour            the details, the papers and the protocol of a tour, taking back what was changed in its plan
     plan            the plan: its head, the map, the stops, ways to add some, its dialogs
     events          an event at one place, the calendar of all kinds, the year in figures, copies, series, templates
     ride            what a tablet on the bus shows
     proposals       three tours to choose from, rules, weights, one's own order
     settings        city, people, agencies, districts, places, travel times
     layers          facilities of one kind on a screen, and the dialogs about one of them
     board           the leader's board
     start           the first steps and the start page
     exchange        files that go out and come in: backups, corrected tables
     public          deciding what everybody may read
     press           releases, from the draft to the page
     votes           asking residents, and what came out
   web/              HTTP: routes.py lists every URL that is no screen; sign-in, files, papers, maps, public pages
   worker/           what runs beside visitors: collecting garbage, backups, compiling ahead, making photos safe to show, telling people and programs
   __main__.py       the command line: python -m planner …, with what takes more than a few lines in commands/

3  phrases/          what services answer, in sentences: for screens, HTTP and papers alike
     planning        ways to mend a plan, and what changed in one that people know
     events          an event and its papers, the calendar, the year in figures, rules of a series
     deadlines       terms, norms, how well promises were kept
     protocol        what was heard and decided on a tour, and the papers about instructions
     ride            where the bus is, what was chosen on the way, what tablets on the bus are told
     board           the leader's figures: changes, shares, names
     notices         what one is told, and the letters in which it goes out
     exchange        tables that come back, and what is under guarantee
     public          the public pages: issues, tours and figures as everybody reads them
     press           releases written out of the data, and what is to be looked at in them
   demo/             the demo city, told through the services; its words and pictures are in data/demo/

2  services/         what people do: verb_noun(session, actor, …) requires permission, changes, writes the history
     city            settings, districts, agencies and categories, places, addresses, the extract in place, the demo's data
     deadlines       working days, norms and their versions, how well promises were kept
     access          who asks and what they may see: sign-in, people, scopes, links of tablets; the archives of directories
     layers          facilities of one kind: what is told of them, who keeps them, what happens there
     search          by which words issues are found, slips and all; lists that people keep under a name
     travel          this city's travel times: engines, factors, closed streets, legs set by hand, past rides
     outbox          noting what people may have to be told of, in the transaction in which it happens
     issues          logging an issue, its page, the list, the map, photos, history
     control         instructions, their steps and their end; what waits for whom
     bulk            one decision for many: tried, made one by one, taken back
     guests          invitations, seats, boarding
     tours           tours, their plan, stops and rules; undo, calendars, the start page
     events          an event's media and its end; finding tours of all kinds, the year; copies, series, templates
     ride            taps on the way, choices, the bus's position, the card and the public page of a stop
     protocol        what was heard and decided on a tour, who accepts it, its confirmed editions
     field           what a tablet on the bus knows without a network, and what it sends
     proposals       candidates, the search for three tours, why the rest is left out, fairness
     papers          what the papers of a tour say
     board           what is not fixed, whose it is, where, and whether it is getting better
     notices         who is told what and when: notices, reminders, digests, mails, what each person chose
     exchange        corrected tables come back, with a preview; photos go out
     public          what everybody may read: deciding it, and reading it as a stranger does
     residents       what residents report: taking it, holding it until somebody decides, telling them, forgetting who they were
     votes           asking residents: making a vote, counting by confirmed addresses, what comes of it
     subscriptions   residents who follow what becomes public: asking, confirming, ending, what a day brought
     press           releases and their quotes: drafts, versions, letting them out, the news as everybody reads them
     webhooks        other programs that are told what became public
     intake          files of others: what they would do here, and writing it
     backup          the database and the photos in one file, and back

1  routing/          how the bus goes: travel times, which stops to make, in which order
     engine          what every engine of travel times takes and gives
     apart           asking another server between two tries of what needs its answer
     memory          what an engine has answered lately
     estimate        travel times without street data
     ladder          the best engine that answers, its holes filled by the next
     optimiser       which stops to make and in which order, by a compiled search
     order           the best order of the stops that a tour has
     streets         the street graph: ways, turns, closed streets
     servers         clients of OSRM and Valhalla
     city_travel     the ladder's figures as a city corrects them
   city/             what one street extract gives
     extract         reading it: features, roads, turn bans, the coast
     tiles           the base map, drawn as tiles
     addresses       the address search
   render/           how it looks outside Streamlit: objects and a translator in, bytes out
     assets          the text of scripts and style sheets, and their addresses
     colours         the colours that the style sheet names
     files           calendar entries, GPX, GeoJSON, QR codes, links to navigators
     tables          CSV and XLSX, out and in
     reading         files of others: tables, GeoJSON, KML, GPX; which column is which; what is wrong with each row
     photos          photos made safe to show
     maps            the maps of screens
     papers          PDF on A4
     proposal_card   a proposal at a glance
     plan_card       a stop of a plan in two lines
     share_card      the picture beside a link to a public page that is shared
     board           the pictures of the leader's board
     calendar        a month and a week as a grid
   database.py       the engine, the migrations, the two kinds of transaction
   migrations/       how the tables came to be what they are
   storage/          photos and files by content hash, in a folder or in an S3-compatible store

0  domain/           what is true: models, vocabularies, workflow, permissions, timetable; no session, clock or screen
   i18n/             words: Russian and English, one file a topic, one translator a visitor
   config.py         settings, read once from the environment
   links.py          this site's own address and every path on it
   turn.py           whose turn it is: one write at a time into one database file, few pictures and passwords at once
"""
