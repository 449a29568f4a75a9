// The map that moves, over the one the server drew: shapes from one PMTiles file, classes and words from the server.
// Without this file the drawing, the table and the links do the work. Whatever is asked goes to the address, and what
// changes on the page comes back from the server, part by part.
import { WORDS, absolute, night, pictured, style } from "./paint.js";
import { bars, layers, swipe, time } from "./tools.js";

const NEAR = 11;
const OPENS = 13;
const wide = matchMedia("(min-width: 60rem)");

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

function made(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

function leads(page, text) {
  const link = made("a", text);
  link.href = page;
  return link;
}

function paragraph(...parts) {
  const line = document.createElement("p");
  line.append(...parts.flatMap((part, rank) => (rank ? [" ", part] : [part])));
  return line;
}

const point = ({ lng, lat }) => `/adresse?lon=${lng.toFixed(5)}&lat=${lat.toFixed(5)}`;

// What is said of the place under the pointer, under the cross of the keyboard, or looked for by name.
function reading({ atlas, settings, view, maps, json, values, paint }) {
  const panel = atlas.querySelector("[data-panel]");
  const portrait = (code) => `/territoires/${settings.level}/${code}`;

  const HINT =
    "Au clavier, les flèches déplacent la croix, + et − agrandissent et réduisent, Entrée ouvre le portrait, Échap ferme.";

  function word(told, code) {
    if (told.mots[code] !== undefined) return told.mots[code];
    return told.genres[told.rangs[code]] === "sans-objet" ? "sans objet" : "inconnu";
  }

  // On a desk the words stand beside what they are about, without hiding it.
  function beside(at, map) {
    panel.style.left = panel.style.top = "";
    if (!wide.matches || !at || !map) return;
    const main = panel.offsetParent.getBoundingClientRect();
    const box = map.getContainer().getBoundingClientRect();
    const x = box.left - main.left + at.x;
    const left = x + 24 + panel.offsetWidth < main.width ? x + 24 : Math.max(8, x - 24 - panel.offsetWidth);
    const top = box.top - main.top + at.y - panel.offsetHeight / 2;
    panel.style.left = `${left}px`;
    panel.style.top = `${Math.min(Math.max(top, 8), main.height - panel.offsetHeight - 8)}px`;
  }

  function write(parts, at, map, follows) {
    panel.classList.toggle("follows", follows);
    panel.replaceChildren(...parts);
    beside(at, map);
  }

  function rows(code) {
    for (const row of atlas.querySelectorAll("[data-row]")) row.classList.toggle("read", row.dataset.row === code);
  }

  function figures(code) {
    const here = values().filter((told) => told.rangs[code] !== undefined);
    if (!here.length) return [paragraph("hors de la carte")];
    const several = here.length > 1;
    const lines = here.map((told) => paragraph(made("span", word(told, code), "said"), several ? told.titre : ""));
    const [{ evolutions = {}, depuis }] = here;
    if (!several && evolutions[code]) lines.push(paragraph(`${evolutions[code]} depuis le ${depuis}`));
    return lines;
  }

  function hatched(code) {
    if (settings.level !== "commune") return [];
    return [...view.layers.values()]
      .map((told) => told.surfaces[code]?.[1])
      .filter(Boolean)
      .map((text) => paragraph(text));
  }

  function say(at, map) {
    const { code, name, pinned, here } = view.chosen;
    const ways = pinned ? [leads(portrait(code), "Voir le portrait")] : [];
    if (here) ways.push(leads(here, "Voir ce qui est disponible ici"));
    const parts = [paragraph(made("strong", name)), ...figures(code), ...hatched(code)];
    write([...parts, ...(ways.length ? [paragraph(...ways)] : [])], at, map, !pinned);
    rows(code);
  }

  function choose(code, name, pinned, at, map, here = "") {
    view.chosen = { code, name, pinned, here };
    for (const each of maps) if (each.getLayer("chosen")) each.setFilter("chosen", ["==", ["get", "code"], code]);
    say(at, map);
  }

  function close() {
    view.chosen = null;
    for (const each of maps) if (each.getLayer("chosen")) each.setFilter("chosen", ["==", ["get", "code"], ""]);
    panel.replaceChildren();
    rows("");
  }

  function sayPoint({ properties }, at, map, pinned) {
    const told = view.layers.get(properties.calque);
    const [, , name, rank, from, detail, page] = told.points[properties.point];
    const kind = told.genres[rank];
    const sources = from.map((each) => `${told.sources[each].titre}, obtenu le ${told.sources[each].obtenu_le}`);
    const parts = [paragraph(made("strong", name))];
    if (detail || kind !== name) parts.push(paragraph(detail || kind));
    parts.push(paragraph(`${told.titre}${told.periode ? `, ${told.periode}` : ""}.`));
    if (pinned && sources.length) parts.push(paragraph(`Source\u202f: ${sources.join("\u202f; ")}.`));
    if (pinned && page) parts.push(paragraph(leads(page, "Ouvrir sa page")));
    write(parts, at, map, !pinned);
  }

  // A thing of a tiled layer: from near, a touch opens what is known there.
  function sayTile(name, feature, at, map, pinned) {
    const told = view.layers.get(name);
    const kind = told.genres[told.tuiles.valeurs.indexOf(feature.properties[told.tuiles.propriete])] ?? "inconnu";
    const parts = [paragraph(made("strong", kind)), paragraph(told.titre)];
    if (pinned && map.getZoom() < OPENS) return map.easeTo({ center: map.unproject(at), zoom: map.getZoom() + 2 });
    if (pinned) parts.push(paragraph(leads(point(map.unproject(at)), "Voir ce qui est disponible ici")));
    write(parts, at, map, !pinned);
  }

  function listen(map, holder) {
    const canvas = map.getCanvas();
    const cross = made("span", "", "map-cross");
    cross.hidden = true;
    holder.append(cross);
    const territory = (at) => map.queryRenderedFeatures(at, { layers: ["known", "sans-objet", "inconnu"] })[0];
    const laid = ({ x, y }) => {
      const known = [...view.layers.keys()].map((name) => `calque-${name}`).filter((id) => map.getLayer(id));
      return known.length ? map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers: known })[0] : undefined;
    };
    const pick = (at, pinned) => {
      const found = laid(at);
      const name = found?.layer.id.slice("calque-".length);
      if (found && view.layers.get(name).tuiles) return sayTile(name, found, at, map, pinned);
      if (found) return sayPoint(found, at, map, pinned);
      const feature = territory(at);
      if (!feature) return pinned ? close() : undefined;
      const here = pinned && map.getZoom() >= NEAR ? point(map.unproject(at)) : "";
      choose(feature.properties.code, feature.properties.nom, pinned, at, map, here);
    };
    map.on("mousemove", ({ point: at }) => {
      canvas.style.cursor = laid(at) || territory(at) ? "pointer" : "";
      if (!view.chosen?.pinned) pick(at, false);
    });
    map.on("mouseout", () => view.chosen?.pinned || !cross.hidden || close());
    map.on("click", ({ point: at }) => pick(at, true));
    const middle = () => map.project(map.getCenter());
    canvas.addEventListener("focus", () => {
      cross.hidden = !canvas.matches(":focus-visible");
      if (!cross.hidden && !view.chosen) write([paragraph(HINT)], middle(), map, true);
    });
    canvas.addEventListener("blur", () => (cross.hidden = true));
    map.on("moveend", () => cross.hidden || pick(middle(), true));
    canvas.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && view.chosen) location.assign(portrait(view.chosen.code));
      if (event.key === "Escape") close();
    });
  }

  function flown(box, zoom) {
    maps[0].fitBounds(box, { padding: 60, maxZoom: zoom });
  }

  async function territoryAt(level, code, page, name) {
    const { bbox } = await json(`/api/v1/territories/${level}/${code}`);
    if (bbox) flown([[bbox[0], bbox[1]], [bbox[2], bbox[3]]], 11);
    if (level === settings.level) return choose(code, name, true);
    write([paragraph(made("strong", name)), paragraph(leads(page, "Voir le portrait"))], null, null, false);
  }

  async function addressAt(key, page, name) {
    const { longitude, latitude } = await json(`/api/v1/addresses/${key}`);
    const at = [longitude, latitude];
    view.pin = at;
    paint();
    flown([at, at], 15);
    const ways = paragraph(leads(page, "Voir ce qui est disponible ici"));
    write([paragraph(made("strong", name)), ways], null, null, false);
  }

  // Where one looked for, on the map; what has no place there opens its page.
  async function fly(page, name) {
    const [, level, code] = page.match(/^\/territoires\/(\w+)\/(\w+)$/) ?? [];
    const [, key] = page.match(/^\/adresse\/(\w+)$/) ?? [];
    if (level) return territoryAt(level, code, page, name);
    if (key) return addressAt(key, page, name);
    location.assign(page);
  }

  function search() {
    const form = atlas.querySelector("[data-fly]");
    form.addEventListener("chosen", (event) => {
      const { page, name } = event.detail;
      if (!maps.length) return;
      event.preventDefault();
      fly(page, name).catch(() => location.assign(page));
    });
    form.addEventListener("submit", async (event) => {
      if (!maps.length) return;
      event.preventDefault();
      const text = encodeURIComponent(new FormData(form).get("q"));
      const found = await json(`/recherche.json?q=${text}`).catch(() => null);
      const first = found?.groups.flatMap(({ answers }) => answers)[0];
      if (first) fly(first.page, first.name).catch(() => location.assign(first.page));
      else form.submit();
    });
  }

  const again = () => view.chosen && say(null, null);

  return { listen, search, again, close };
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
