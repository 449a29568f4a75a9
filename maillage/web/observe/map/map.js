// The map that moves, over the one the server drew: shapes from one PMTiles file, classes and words from the server.
// Without this file the drawing, the table and the links do the work. Whatever is asked goes to the address, and what
// changes on the page comes back from the server, part by part.
import { WORDS, absolute, night, pictured, style } from "./paint.js";
import { reading } from "./reading.js";
import { bars, layers, swipe, time } from "./tools.js";

const atlas = document.querySelector("[data-map]");
const settings = atlas.dataset;
const params = new URLSearchParams(location.search);
const view = { layers: new Map(), names: [], chosen: null, pin: null };
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

// Each part of the page takes the place of the one of its name; maps that move are moved to the new plates.
function replace(fresh) {
  const live = [...atlas.querySelectorAll(".map-live")];
  for (const old of atlas.querySelectorAll("[data-part]")) {
    const other = fresh.querySelector(`[data-part="${old.dataset.part}"]`);
    if (!other) continue;
    if (old.dataset.part === "plates") {
      other.querySelectorAll("[data-plate]").forEach((place, rank) => live[rank] && place.prepend(live[rank]));
      if ("swipe" in old.dataset) swipe.again(old, other);
    }
    old.replaceWith(other);
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
  said.again();
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
const said = reading(shared);
const tools = [time(shared), bars(shared), layers(shared), swipe.of(shared)];

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
  if (settings.attribution) {
    const credit = document.createElement("span");
    credit.className = "map-credit";
    credit.textContent = settings.attribution;
    holder.append(credit);
  }
  map.once("load", () => said.listen(map, holder));
  map.on("idle", () => {
    holder.classList.remove("waiting");
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

async function begin() {
  const places = [...atlas.querySelectorAll("[data-plate]")];
  const [library, archive, told] = await Promise.all([
    import(absolute(settings.maplibre)),
    import(absolute(settings.pmtiles)),
    json(`/carte/valeurs.json?${query()}`),
  ]);
  values = told.cartes;
  library.setWorkerUrl(absolute(settings.worker));
  library.addProtocol("pmtiles", new archive.Protocol().tile);
  places.forEach((place, rank) => maps.push(open(library, place, rank)));
  together();
  night.addEventListener("change", paint);
  maps[0]?.once("idle", () => {
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
  said.search();
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
