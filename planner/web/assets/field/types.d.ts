// What the scripts of the page on the bus share. Names of an answer's fields are those of docs/field.md.

type ItemKind =
  | "report"
  | "photo"
  | "voice"
  | "edit"
  | "withdraw"
  | "support"
  | "comment"
  | "start"
  | "arrive"
  | "leave"
  | "undo"
  | "heads"
  | "board"
  | "unboard"
  | "get_off"
  | "instruct"
  | "close"
  | "stance";

/** A photo or a voice note that was made here; its bytes lie in the store `pieces`. */
interface OwnPhoto {
  uid: string;
  /** Of the bytes that will be sent; empty while they are being prepared. */
  hash: string;
  size: number;
  type: string;
  /** A small picture as a data address; a voice note has none. */
  thumb: string;
  /** How long a voice note is. */
  seconds?: number;
  state: "preparing" | "ready" | "whole" | "attached" | "refused";
  /** Why it cannot be kept or was not taken, as a sentence. */
  problem: string;
}

interface ItemPlace {
  from: "tablet" | "map" | "stop" | "open";
  lat: number | null;
  lon: number | null;
  accuracy: number | null;
  line: [number, number][] | null;
  /** On which side of the bus, as it goes; only while it moves. */
  side?: "left" | "right" | "";
  /** Which way the tablet goes, in degrees from north. */
  heading?: number | null;
}

/** What was made here and is, or will be, sent: one for each thing that a person did. */
interface Item {
  uid: string;
  code: string;
  kind: ItemKind;
  by: string;
  /** Milliseconds since 1970 by this tablet. */
  at: number;
  state: "draft" | "waiting" | "received" | "refused";
  /** What the contract says of its kind. */
  body: Record<string, unknown>;
  photos: OwnPhoto[];
  /** The number of the issue, once the server has said it. */
  issue: number | null;
  /** Why it was refused, as a sentence, and beside which field that belongs. */
  problem: string;
  field: string;
  /** When the server had it. */
  receivedAt: number | null;
  /** A draft of changes to something that was saved before: its uid, or an issue's number. */
  changes?: { uid?: string; issue?: number };
}

interface RideStop {
  id: number;
  number: number;
  name: string;
  address: string;
  lat: number;
  lon: number;
  arrival: number | null;
  departure: number | null;
  planned_arrival: number | null;
  arrived_at: number | null;
  departed_at: number | null;
  minutes: number | null;
  talk: number;
  skipped: boolean;
  must: boolean;
  agenda: { text: string; speaker: string; minutes: number }[];
  points: { issue: number; promises: string[] }[];
  near: { issue: number; metres: number }[];
  said: { by: string; text: string; at: number }[];
}

interface KnownIssue {
  number: number;
  uid?: string;
  title: string;
  text: string;
  category: number;
  severity: string;
  place: string;
  lat: number;
  lon: number;
  placed: boolean;
  photo: string;
  photos: number;
  look: string;
  words: string;
  supporters: number;
  mine: boolean;
  supported: boolean;
  raised: boolean;
  stop: number | null;
  by: string;
  at: number;
  decided: boolean;
  editable: boolean;
  withdrawable: boolean;
  instructions: string[];
}

interface RideCategory {
  id: number;
  name: string;
  icon: string;
  terms: { words: string; iso: string }[];
  agencies: number[];
  phrases: string[];
}

interface Ride {
  mark: string;
  me: { key: string; name: string; leads: boolean; decides: boolean; closes: boolean };
  speakers: { key: string; name: string }[];
  tour: {
    id: number;
    title: string;
    when: string;
    state: string;
    phase: "not_open" | "waiting" | "driving" | "at_stop" | "returning" | "closed";
    start_name: string;
    starts_at: number;
    ends_at: number;
    delay: string;
    late: boolean;
  };
  city: {
    name: string;
    zone: string;
    lat: number;
    lon: number;
    zoom: number;
    tiles: string;
    attribution: string;
    original: boolean;
  };
  stops: RideStop[];
  here: number | null;
  ahead: number | null;
  undo: null | { kind: string; stop: number | null; at: number };
  issues: Record<string, KnownIssue>;
  categories: RideCategory[];
  likely: Record<string, number[]>;
  agencies: { id: number; name: string }[];
  people: { id: number; name: string; agency: string; state: "expected" | "on_board" | "got_off" }[];
  /** For who leads; a tour that an older page has kept has none. */
  protocol?: RideProtocol | null;
  heads: Record<string, number>;
  fates: Fate[];
}

interface PointSaid {
  agency: number;
  name: string;
  state: "" | "accepts" | "objects";
  by: string;
  words: string;
}

interface ProtocolPoint {
  number: string;
  seal: string;
  stop: string;
  text: string;
  until: string;
  responsible: string;
  helping: string;
  said: PointSaid[];
}

interface RideProtocol {
  title: string;
  edition: string;
  seal: string;
  open: boolean;
  chair: boolean;
  who: string;
  confirmed: string;
  undecided: string;
  points: ProtocolPoint[];
}

interface Fate {
  uid: string;
  state: string;
  words: string;
}

interface Door {
  title: string;
  when: string;
  agencies: string[];
  help: string;
}

/** What this tablet knows of one tour. */
interface KnownTour {
  code: string;
  ride: Ride;
  /** When the server said so, by this tablet. */
  at: number;
}

interface Answer {
  uid: string;
  state: "received" | "refused" | "later";
  issue?: number;
  error?: string;
  key?: string;
  field?: string;
  beside?: string[];
}

/** Where this tablet is. */
interface Fix {
  lat: number;
  lon: number;
  accuracy: number;
  heading: number | null;
  at: number;
}

/** What `sw.js` needs of a service worker; the library of the page has no types for one. */
interface PageWorker {
  page: { version: string; shell: string; files: string[] };
  clients: { claim(): Promise<void> };
  addEventListener(
    name: "install" | "activate",
    act: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    name: "fetch",
    act: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
}

/** A report that is being filled in: the item as it will be kept, and the parts of the form that change by themselves. */
interface Form {
  bus: import("./app.js").Bus;
  draft: Item;
  preparing: Set<Promise<void>>;
  dismissed: Set<number>;
  allTopics: boolean;
  /** Whether what was changed last is not on the tablet. */
  isNotKept?: boolean;
  parts: Record<string, HTMLElement>;
  leave?: (where: string) => void;
  /** Ends what listens to keys and to the place; the form is drawn anew or another view is shown. */
  stopListening?: () => void;
  /** Ends a recording that is under way, and keeps it. */
  stopVoice?: () => Promise<void>;
}
