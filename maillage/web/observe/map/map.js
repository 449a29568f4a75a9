// The map that moves, over the one the server drew: shapes from one PMTiles file, classes and words from the server.
// Without this file the drawing, the table and the links do the work. Whatever is asked goes to the address, and what
// changes on the page comes back from the server, part by part. Here: the view, its address, its parts, its maps; how
// they are painted is in paint.js, time, legend and layers in tools.js; the rest is fetched by who needs it.
import { WORDS, absolute, night, pictured, style } from "./paint.js";
import { bars, layers, swipe, time } from "./tools.js";

const KEYS = /^(Arrow|Enter|Escape|[+=-]$)/;

const atlas = document.querySelector("[data-map]");
const settings = atlas.dataset;
const params = new URLSearchParams(location.search);
const view = { layers: new Map(), names: [], chosen: null, held: false, pin: null, under: null };
const maps = [];
let values = [];
let turn = 0;

const query = () => params.toString();
const part = (name) => atlas.querySelector(`[data-part="${name}"]`);

async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} : ${response.status}`);
  return response.json();
}

const paint = () =>
  maps.forEach((map, rank) => values[rank] && map.setStyle(style(values[rank], settings, view), { diff: true }));

function change(changes) {
  for (const [name, text] of Object.entries(changes)) {
    if (text) params.set(name, text);
    else params.delete(name);
  }
}

const remember = () => history.replaceState(null, "", query() ? `/carte?${query()}` : "/carte");

// Each part of the page takes the place of the one of its name; maps that move are moved to the new plates, and who
// was on a link of one is on the same link of the other.
function replace(fresh) {
  const live = [...atlas.querySelectorAll(".map-live")];
  const within = (place) => [...place.querySelectorAll("a[href], button, input, summary, canvas")];
  for (const old of atlas.querySelectorAll("[data-part]")) {
    const other = fresh.querySelector(`[data-part="${old.dataset.part}"]`);
    if (!other) continue;
    const { activeElement: active } = document;
    const reached = within(old).indexOf(active);
    if (old.dataset.part === "plates") {
      other.querySelectorAll("[data-plate]").forEach((place, rank) => live[rank] && place.prepend(live[rank]));
      if ("swipe" in old.dataset) swipe.again(old, other);
    }
    old.replaceWith(other);
    const every = reached < 0 ? [] : within(other);
    const same = every.find(({ dataset }) => dataset.rank && dataset.rank === active.dataset.rank);
    (same ?? every[reached] ?? every[0])?.focus({ preventScroll: true });
  }
}

// Another view: parts and colours change where they stand, and the address follows.
async function renew(changes) {
  const mine = ++turn;
  change({ page: "", ...changes });
  settings.busy = "";
  const [told, response] = await Promise.all([json(`/carte/valeurs.json?${query()}`), fetch(`/carte/morceau?${query()}`)]);
  const text = await response.text();
  if (mine !== turn) return;
  if (told.cartes.length !== maps.length && maps.length) return location.assign(`/carte?${query()}`);
  replace(new DOMParser().parseFromString(text, "text/html"));
  values = told.cartes;
  remember();
  delete settings.busy;
  settings.period = part("head").dataset.period;
  tools.forEach((tool) => tool.ready?.());
  if (!maps.length) drawings();
  said?.again();
  paint();
}

function failed(error) {
  delete settings.busy;
  settings.state = "failed";
  atlas.querySelector("[data-panel]").textContent =
    "La carte ne peut pas bouger ici\u202f; le dessin et la table disent la même chose.";
  console.error(error);
}

const shared = {
  atlas, settings, params, view, maps, part, json, paint, change, remember, renew, query, failed,
  values: () => values,
  said: () => said,
  show: (told) => ((values = told), paint()),
};
// What is said of places comes with the first who points at the map, looks for a place or presses a key.
let said = null;
let coming = null;
const speaks = () => (coming ??= import("./reading.js").then(({ reading }) => (said = reading(shared))));
const tools = [time(shared), bars(shared), layers(shared), swipe.of(shared)];

// What a reader goes through with the keys. The script that does it comes with the first of them, which waits for it.
function keyed(surface, taken) {
  const told = { role: "application", "aria-label": "Carte", "aria-describedby": "touches", tabindex: 0 };
  for (const [name, text] of Object.entries(told)) surface.setAttribute(name, text);
  const pressed = [];
  function hold(event) {
    if (!KEYS.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (pressed.push(event) > 1) return;
    Promise.all([import("./keys.js"), speaks()]).then(([keys]) => taken(keys)).catch(console.error).finally(again);
  }
  function again() {
    surface.removeEventListener("keydown", hold);
    for (const event of pressed) surface.dispatchEvent(new KeyboardEvent("keydown", event));
  }
  surface.addEventListener("keydown", hold);
}

// The drawing takes the keys while no map is over it; to those who do not see it, it is one thing.
function drawings() {
  for (const drawing of atlas.querySelectorAll("[data-plate] > svg.choropleth")) {
    drawing.removeAttribute("aria-hidden");
    for (const child of drawing.children) child.setAttribute("aria-hidden", "true");
    keyed(drawing, ({ onDrawing }) => onDrawing(shared, drawing));
  }
}

function together() {
  let moving = false;
  for (const map of maps)
    map.on("move", () => {
      if (moving) return;
      moving = true;
      const seen = { center: map.getCenter(), zoom: map.getZoom() };
      for (const other of maps) if (other !== map) other.jumpTo(seen);
      moving = false;
    });
}

function pointed(map, holder) {
  holder.addEventListener("pointerover", () => speaks().then(({ listen }) => listen(map)).catch(console.error), { once: true });
  map.once("click", ({ point }) => said || speaks().then(({ pick }) => pick(map, point, true)).catch(console.error));
}

// Where one looks for, on the map; without a map, its page.
function search() {
  const form = atlas.querySelector("[data-fly]");
  const goes = (page, name) => speaks().then(({ fly }) => fly(page, name)).catch(() => location.assign(page));
  form.addEventListener("chosen", (event) => {
    const { page, name } = event.detail;
    if (!maps.length) return;
    event.preventDefault();
    goes(page, name);
  });
  form.addEventListener("submit", async (event) => {
    if (!maps.length) return;
    event.preventDefault();
    const text = encodeURIComponent(new FormData(form).get("q"));
    const found = await json(`/recherche.json?q=${text}`).catch(() => null);
    const first = found?.groups.flatMap(({ answers }) => answers)[0];
    if (first) goes(first.page, first.name);
    else form.submit();
  });
}

function open(library, place, rank) {
  const holder = document.createElement("div");
  holder.className = "map-live waiting";
  holder.dataset.canvas = "";
  place.prepend(holder);
  const [west, south, east, north] = settings.bounds.split(",").map(Number);
  const map = new library.Map({
    container: holder,
    style: style(values[rank], settings, view),
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 16 },
    minZoom: 4,
    maxZoom: 18,
    fadeDuration: 0,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: true,
    attributionControl: false,
    locale: WORDS,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }));
  map.setMissingStyleImageResolver((id) => pictured(map, id, view.layers));
  map.once("load", () => pointed(map, holder));
  keyed(map.getCanvas(), ({ onMap }) => onMap(shared, map, holder, rank));
  map.on("idle", () => {
    const takes = document.activeElement?.parentNode === place && holder.classList.contains("waiting");
    holder.classList.remove("waiting");
    if (takes) map.getCanvas().focus();
    settings.state = "drawn";
    settings.drawn = String(map.queryRenderedFeatures({ layers: ["known"] }).length);
  });
  return map;
}

// Names come once the colours are there: they are not what a reader waits for.
async function name() {
  if (!settings.names) return;
  const { noms } = await json(settings.names);
  await document.fonts.load("15px Atkinson");
  view.names = noms;
  paint();
  settings.named = String(noms.length);
}

// So does what the operator lays under the figures; one that does not answer leaves the map as it is, and says so.
async function lay(library, protocol) {
  if (!settings.background && !settings.archive) return;
  const said = (text) => {
    for (const holder of atlas.querySelectorAll(".map-live"))
      holder.append(Object.assign(document.createElement("span"), { className: "map-credit", textContent: text }));
  };
  try {
    const { background } = await import("./background.js");
    view.under = await background(settings, library, protocol);
    paint();
    said(view.under.credit);
    settings.under = "laid";
  } catch (error) {
    said("Le fond de carte ne répond pas.");
    settings.under = "failed";
    console.warn(error);
  }
}

async function begin() {
  const places = [...atlas.querySelectorAll("[data-plate]")];
  const [library, archive, told] = await Promise.all([
    import(absolute(settings.maplibre)),
    import(absolute(settings.pmtiles)),
    json(`/carte/valeurs.json?${query()}`),
  ]);
  values = told.cartes;
  library.setWorkerUrl(absolute(settings.worker));
  const protocol = new archive.Protocol();
  library.addProtocol("pmtiles", protocol.tile);
  places.forEach((place, rank) => maps.push(open(library, place, rank)));
  together();
  night.addEventListener("change", paint);
  maps[0]?.once("idle", () => {
    lay(archive, protocol);
    name().catch(console.error);
    tools.forEach((tool) => tool.moves?.());
  });
}

// On a phone the map is what one came for: the rest opens where it is asked.
function fold() {
  for (const side of atlas.querySelectorAll(".fold")) side.open = `#${side.id}` === location.hash;
  atlas.querySelector(".atlas-ways").addEventListener("click", ({ target }) => {
    const side = document.querySelector(target.closest("a")?.hash || "none");
    if (side) side.open = true;
  });
}

// Loaded when the reader sees the map; a reader who spares data keeps the drawing.
function start() {
  settings.state = "waiting";
  if (!matchMedia("(min-width: 60rem)").matches) fold();
  tools.forEach((tool) => tool.ready?.());
  search();
  drawings();
  if (!settings.tiles || !settings.bounds || navigator.connection?.saveData) return;
  const first = atlas.querySelector("[data-plate]");
  if (!first) return;
  const seen = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    seen.disconnect();
    begin().catch(failed);
  });
  seen.observe(first);
}

start();
