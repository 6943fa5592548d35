// What the scripts share: what one file gives and another calls, and the data that Python writes as JSON.

/** Leaflet comes as a script of its own and brings no types. */
// deno-lint-ignore no-explicit-any
type Leaflet = any;
declare const L: Leaflet;

/** The scripts of the maps: each adds what it can draw. `map/ground.js` comes first. */
interface Planner {
  /** `screen/notes.js`. */
  notes: {
    button(text: string, act: () => void): HTMLButtonElement;
    box(kind: string, role: string, text: string, buttons: HTMLElement[]): HTMLDivElement;
  };
  /** A text in a box that is dressed by `className`. */
  textMark(at: Spot, text: string | number, className: string, options?: MarkOptions): Leaflet;
  drawGround(map: Leaflet, ground: Ground): void;
  drawPlan(map: Leaflet, group: Leaflet, plan: Plan): void;
  /** Rings the pin of a stop. */
  markStop(stop: number): void;
  drawClosures(group: Leaflet, drawn: Closures): void;
  showIssues(map: Leaflet, page: IssuesPage): void;
  showPlace(map: Leaflet, place: Place): void;
  /** Whether the server is at work on this screen. */
  screen: {
    isConnected(): boolean;
    isIdle(): boolean;
    /** Whether it was at work after a moment of `performance.now()`. */
    ranSince(moment: number): boolean;
    /** Waits until nothing more comes. */
    settle(longest_ms?: number): Promise<void>;
    pause(ms: number): Promise<unknown>;
  };
  /** The buttons that save a form: its main one, and others whose place says so. */
  savers: string;
  /** What a part says, without its signs. */
  wordsOf(box: Element | null | undefined): string;
  /** The fields in a part of the screen; none for passwords and for what is searched. */
  fieldsOf(scope: Element): FormField[];
  drafts: {
    /** Drafts of anybody else go. */
    open(person: string): void;
    read(person: string, place: string): Draft | null;
    keep(person: string, place: string, draft: Draft): void;
    drop(person: string, place: string): void;
    forgetAll(): void;
  };
}

type FieldKind = "text" | "moment" | "list" | "choice" | "tick" | "several" | "file";

interface FormField {
  /** Its label, and its number where labels repeat. */
  name: string;
  kind: FieldKind;
  read(): string;
  /** None where only a hand can fill it. */
  fill?: (value: string) => Promise<void>;
}

interface DraftField {
  name: string;
  kind: FieldKind;
  value: string;
}

/** What differs in a form from what it held at first. */
interface Draft {
  /** Milliseconds since 1970. */
  at: number;
  fields: DraftField[];
}

/** A file on its way to the server: what `screen/start.js` tells of it. */
interface Upload {
  number: number;
  file: File;
  state: "running" | "done" | "lost" | "stopped";
  /** From 0 to 1. */
  part: number;
}

/** A form on the screen, in `screen/forms/drafts.js`. */
interface OpenForm {
  scope: Element;
  /** Address and form, under which its draft lies. */
  place: string;
  /** What its fields held at first. */
  first: Map<string, string>;
  touched: boolean;
  /** When it was saved, 0 where no answer is waited for, and how many refusals stood on the screen then. */
  saving: number;
  errors: number;
  offered: Draft | null;
  offerBox: HTMLElement | null;
}
// deno-lint-ignore no-var
declare var planner: Planner;
/** For whoever looks at a page of a map from outside. */
// deno-lint-ignore no-var
declare var map_city: Leaflet;

type Spot = [latitude: number, longitude: number];

interface MarkOptions {
  /** In pixels. */
  size?: [width: number, height: number];
  background?: string;
  /** A class for what Leaflet wraps around the box. */
  root?: string;
  [of_leaflet: string]: unknown;
}

/** `planner.render.maps.base_map`. */
interface Ground {
  language: string;
  background: unknown;
  districts: unknown;
  tiles: string;
  attribution: string;
  own: null | { url: string; attribution: string; first: number; last: number; bounds: [Spot, Spot] };
  zoomIn: string;
  zoomOut: string;
}

/** A feature of the background or of the districts. */
interface Shape {
  properties: { kind: string; name?: string };
}

/** `planner.render.maps.plan_map`. */
interface Plan {
  pins: { at: Spot; number: number; title: string; warns: boolean; stop: number }[];
  line: Spot[];
  outline: Spot[];
  draws: string;
  turn: number;
  flags: { at: Spot; word: string }[];
  dots: Spot[];
  circle: null | { centre: Spot; radius: number };
  closed: { points: Spot[]; area: boolean }[];
  view: Spot[];
}

/** `planner.render.maps.closure_map`. */
interface Closures {
  closed: { name: string; points: Spot[]; area: boolean }[];
  draft: Spot[];
  area: boolean;
}

/** `planner.render.maps.place_map`. */
interface Place {
  at: Spot;
  line: Spot[];
  colour: string;
  sign: string;
  title: string;
  zoom: number;
}

/** `planner.render.maps.issue_map`. */
interface IssuesPage {
  looks: Record<string, { colour: string; sign: string; word: string }>;
  words: Record<string, string>;
}

/** `planner.web.map.page`. */
interface MapPage {
  at: Spot;
  zoom: number;
  ground: Ground;
  issues?: IssuesPage;
  place?: Place;
}

/** `planner.render.maps.live_map`. */
interface LivePin {
  at: Spot;
  number: string;
  colour: string;
  /** An address, or a place on the page; empty for a pin that is only looked at. */
  to: string;
}
interface LiveMap {
  pins: LivePin[];
  line: Spot[];
  /** South-west and north-east of the picture. */
  corners: [Spot, Spot];
  /** Where to ask for all that the filter finds; without it there is nothing but the pins. */
  view?: string;
}
/** An issue in an answer of `/open/issues/in-view.json`, with what is said of it. */
interface ToldPin extends LivePin {
  name: string;
  where: string;
  look: string;
  badge: string;
}
interface OpenView {
  total: number;
  extent: [Spot, Spot] | null;
  pins: ToldPin[];
  clusters: { at: Spot; count: number; pins: ToldPin[] }[];
}

/** An issue in an answer of `/api/issues`. */
interface Pin {
  id: number;
  lat: number;
  lon: number;
  look: string;
  title: string;
  state: string;
  category: string;
  address: string;
  line?: Spot[];
}

/** Issues that lie too near to be told apart; `pins` are the first of those that lie in one spot. */
interface Cluster {
  lat: number;
  lon: number;
  count: number;
  overdue: number;
  pins?: Pin[];
}

/** `planner.web.map.issues`. */
interface View {
  total: number;
  in_view: number;
  pins: Pin[];
  clusters: Cluster[];
}

interface Window {
  /** What Streamlit's own page reads before it starts. */
  __streamlit: { BACKEND_BASE_URL: string; HOST_CONFIG: { blockErrorDialogs: boolean } };
}

/** What Streamlit hands to a component (`st.components.v2`). */
interface Component<Data, Kept> {
  parentElement: HTMLElement & Kept;
  data: Data;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}
