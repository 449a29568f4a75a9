// The map that moves, over the one the server drew: shapes from one PMTiles file, classes and words from the server,
// colours from the style sheet. Without this file the drawing, the table and the links do the work.
const atlas = document.querySelector("[data-map]");
const settings = atlas.dataset;
const absolute = (address) => new URL(address, location.href).href;
const theme = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const night = matchMedia("(prefers-color-scheme: dark)");
const params = new URLSearchParams(location.search);
const portrait = (code) => `/territoires/${settings.level}/${code}`;
const overlays = new Map();
const NEAR = 11;
const maps = [];
let values = [];
let chosen = null;
let turn = 0;

const result = () => atlas.querySelector("[data-result]");
const panel = () => atlas.querySelector("[data-panel]");

async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} : ${response.status}`);
  return response.json();
}

// What the drawing says by a hatch, dots or a shape.
function brush(size, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  draw(context, size);
  return context.getImageData(0, 0, size, size);
}

function paper(context, size) {
  context.fillStyle = theme("--surface");
  context.fillRect(0, 0, size, size);
}

const pictures = {
  inconnu: () =>
    brush(16, (context, size) => {
      paper(context, size);
      context.strokeStyle = theme("--ochre");
      context.lineWidth = 3;
      for (const shift of [-size, 0, size]) {
        context.beginPath();
        context.moveTo(shift - 2, size + 2);
        context.lineTo(shift + size + 2, -2);
        context.stroke();
      }
    }),
  "sans-objet": () =>
    brush(12, (context, size) => {
      paper(context, size);
      context.fillStyle = theme("--ink-soft");
      context.beginPath();
      context.arc(4, 4, 1.6, 0, 7);
      context.fill();
    }),
};

function mark(rank) {
  const half = rank === 3 ? 7 : 11;
  return brush(half * 2 + 4, (context, size) => {
    context.translate(size / 2, size / 2);
    if (rank === 2) context.rotate(Math.PI / 4);
    const side = rank === 1 || rank === 2 ? half * 1.5 : 0;
    context.fillStyle = theme(`--overlay-${rank}`);
    context.strokeStyle = theme("--surface");
    context.lineWidth = 3;
    context.beginPath();
    if (side) context.rect(-side / 2, -side / 2, side, side);
    else context.arc(0, 0, half - 1, 0, 7);
    context.fill();
    context.stroke();
  });
}

// Names carry the time of day: a picture is drawn again when the reader turns the light off.
const tone = () => (night.matches ? "-nuit" : "-jour");
function picture(id) {
  const name = id.replace(/-(nuit|jour)$/, "");
  return name.startsWith("lieu-") ? mark(Number(name.slice(5))) : pictures[name]();
}

function paints(told) {
  const last = told.genres.length;
  const groups = told.genres.map(() => []);
  for (const [code, rank] of Object.entries(told.rangs)) groups[rank].push(code);
  const known = groups.slice(0, last - 2);
  const pairs = known.flatMap((codes, rank) => (codes.length ? [codes, theme(`--${told.genres[rank]}`)] : []));
  const fill = pairs.length ? ["match", ["get", "code"], ...pairs, theme("--surface")] : theme("--surface");
  return { fill, known: known.flat(), without: groups[last - 2], unknown: groups[last - 1] };
}

function overlayLayers() {
  return [...overlays].map(([name, { rank }]) => ({
    id: `calque-${name}`,
    type: "symbol",
    source: `calque-${name}`,
    layout: {
      "icon-image": `lieu-${rank}${tone()}`,
      "icon-allow-overlap": true,
      "icon-size": ["interpolate", ["linear"], ["zoom"], 6, 0.4, 11, 1],
    },
  }));
}

function style(told) {
  const source = "territoires";
  const layer = { source, "source-layer": settings.layer };
  const { fill, known, without, unknown } = paints(told);
  const among = (codes) => ["in", ["get", "code"], ["literal", codes]];
  const behind = settings.background ? 0.75 : 1;
  const sources = { [source]: { type: "vector", url: `pmtiles://${absolute(settings.tiles)}` } };
  const ground = { id: "ground", type: "background", paint: { "background-color": theme("--ground") } };
  const layers = [ground];
  if (settings.background) {
    sources.fond = { type: "raster", tiles: [settings.background], tileSize: 256, maxzoom: 18 };
    layers.push({ id: "fond", type: "raster", source: "fond" });
  }
  const pattern = (id, codes) => ({
    id,
    type: "fill",
    ...layer,
    filter: among(codes),
    paint: { "fill-pattern": `${id}${tone()}`, "fill-opacity": behind },
  });
  const line = (id, from, colour, width, filter) => ({
    id,
    type: "line",
    source,
    "source-layer": from,
    ...(filter ? { filter } : {}),
    paint: { "line-color": theme(colour), "line-width": width },
  });
  const edge = told.genres[0].startsWith("gap") ? "--line-strong" : "--ground";
  const here = among([...known, ...without, ...unknown]);
  layers.push(
    { id: "known", type: "fill", ...layer, filter: among(known), paint: { "fill-color": fill, "fill-opacity": behind } },
    pattern("sans-objet", without),
    pattern("inconnu", unknown),
    line("edges", settings.layer, edge, settings.layer === "communes" ? 0.4 : 1, here),
    line("departements", "departements", "--ink", 1),
    line("chosen", settings.layer, "--focus", 3, ["==", ["get", "code"], chosen?.code ?? ""]),
    ...overlayLayers(),
  );
  for (const [name, { data }] of overlays) sources[`calque-${name}`] = { type: "geojson", data };
  return { version: 8, sources, layers };
}

const refresh = () => maps.forEach((map, rank) => values[rank] && map.setStyle(style(values[rank]), { diff: true }));

function word(told, code) {
  const rank = told.rangs[code];
  if (told.mots[code] !== undefined) return told.mots[code];
  return told.genres[rank] === "sans-objet" ? "sans objet" : "inconnu";
}

function strong(text) {
  const name = document.createElement("strong");
  name.textContent = text;
  return name;
}

function leads(page, text) {
  const link = document.createElement("a");
  link.href = page;
  link.textContent = text;
  return link;
}

function say() {
  if (!chosen) return;
  const told = values
    .filter((one) => one.rangs[chosen.code] !== undefined)
    .map((one) => (values.length > 1 ? `${word(one, chosen.code)} (${one.titre})` : word(one, chosen.code)));
  const figures = told.length ? told.join(", ") : "hors de la carte";
  panel().replaceChildren(strong(chosen.name), `\u202f: ${figures}. `, leads(portrait(chosen.code), "Voir le portrait"));
  if (chosen.here) panel().append(". ", leads(chosen.here, "Voir ce qui est disponible ici"));
}

// A point touched from near enough to mean a place, and not a whole town.
function place(map, point) {
  if (map.getZoom() < NEAR) return "";
  const { lng, lat } = map.unproject(point);
  return `/adresse?lon=${lng.toFixed(5)}&lat=${lat.toFixed(5)}`;
}

function choose(code, name, pinned, here = "") {
  if (chosen?.code === code && chosen.pinned === pinned && chosen.here === here) return;
  chosen = { code, name, pinned, here };
  for (const map of maps) if (map.getLayer("chosen")) map.setFilter("chosen", ["==", ["get", "code"], code]);
  say();
}

function sayPlace(feature) {
  const { nom, genre, titre, sources, periode } = feature.properties;
  const from = `. ${titre}, ${periode}. Source\u202f: ${sources}.`;
  panel().replaceChildren(strong(nom), nom === genre ? from : `\u202f: ${genre}${from}`);
}

function listen(map, holder) {
  const canvas = map.getCanvas();
  const cross = document.createElement("span");
  cross.className = "map-cross";
  cross.hidden = true;
  holder.append(cross);
  const at = (point) => map.queryRenderedFeatures(point, { layers: ["known", "sans-objet", "inconnu"] })[0];
  const places = ({ x, y }) => {
    const layers = [...overlays.keys()].map((name) => `calque-${name}`).filter((id) => map.getLayer(id));
    return layers.length ? map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers })[0] : undefined;
  };
  const pick = (point, pinned) => {
    const found = places(point);
    if (found) return sayPlace(found);
    const feature = at(point);
    if (feature) choose(feature.properties.code, feature.properties.nom, pinned, pinned ? place(map, point) : "");
  };
  map.on("mousemove", ({ point }) => {
    canvas.style.cursor = places(point) || at(point) ? "pointer" : "";
    if (!chosen?.pinned) pick(point, false);
  });
  map.on("click", ({ point }) => pick(point, true));
  canvas.addEventListener("focus", () => (cross.hidden = !canvas.matches(":focus-visible")));
  canvas.addEventListener("blur", () => (cross.hidden = true));
  map.on("moveend", () => cross.hidden || pick(map.project(map.getCenter()), true));
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && chosen) location.assign(portrait(chosen.code));
    if (event.key === "Escape" && chosen) chosen.pinned = false;
  });
}

function together() {
  let moving = false;
  for (const map of maps)
    map.on("move", () => {
      if (moving) return;
      moving = true;
      const view = { center: map.getCenter(), zoom: map.getZoom() };
      for (const other of maps) if (other !== map) other.jumpTo(view);
      moving = false;
    });
}

const WORDS = {
  "Map.Title": "Carte : flèches pour déplacer, + et − pour agrandir et réduire, Entrée pour le portrait",
  "NavigationControl.ZoomIn": "Agrandir",
  "NavigationControl.ZoomOut": "Réduire",
  "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour agrandir la carte",
  "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour agrandir la carte",
  "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
};

function open(library, place, rank) {
  const holder = document.createElement("div");
  holder.className = "map-live waiting";
  holder.dataset.canvas = "";
  place.prepend(holder);
  const [west, south, east, north] = settings.bounds.split(",").map(Number);
  const map = new library.Map({
    container: holder,
    style: style(values[rank]),
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 16 },
    minZoom: 4,
    maxZoom: 13,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: true,
    attributionControl: false,
    locale: WORDS,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }));
  map.setMissingStyleImageResolver((id) => {
    map.addImage(id, picture(id));
  });
  if (settings.attribution) {
    const credit = document.createElement("span");
    credit.className = "map-credit";
    credit.textContent = settings.attribution;
    holder.append(credit);
  }
  map.once("load", () => listen(map, holder));
  map.on("idle", () => {
    holder.classList.remove("waiting");
    atlas.dataset.state = "drawn";
    atlas.dataset.drawn = String(map.queryRenderedFeatures({ layers: ["known"] }).length);
  });
  return map;
}

const query = () => params.toString();

async function begin() {
  const places = [...result().querySelectorAll("[data-plate]")];
  const [library, archive, told] = await Promise.all([
    import(absolute(settings.maplibre)),
    import(absolute(settings.pmtiles)),
    json(`/carte/valeurs.json?${query()}`),
  ]);
  values = told.cartes;
  library.setWorkerUrl(absolute(settings.worker));
  library.addProtocol("pmtiles", new archive.Protocol().tile);
  panel().textContent =
    "Choisissez un territoire\u202f: son chiffre s’écrit ici. Au clavier, les flèches déplacent la croix, + et − " +
    "agrandissent et réduisent, Entrée ouvre le portrait.";
  places.forEach((place, rank) => maps.push(open(library, place, rank)));
  together();
  night.addEventListener("change", refresh);
}

// Another period: maps, legends and table change where they stand, and the address follows.
async function slide(period, label) {
  const mine = ++turn;
  params.set("periode", period);
  params.delete("page");
  atlas.dataset.busy = "";
  const [told, response] = await Promise.all([json(`/carte/valeurs.json?${query()}`), fetch(`/carte/morceau?${query()}`)]);
  const text = await response.text();
  if (mine !== turn) return;
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-result]");
  const live = [...result().querySelectorAll(".map-live")];
  if (told.cartes.length !== maps.length && maps.length) return location.assign(`/carte?${query()}`);
  fresh.querySelectorAll("[data-plate]").forEach((place, rank) => live[rank] && place.prepend(live[rank]));
  result().replaceWith(fresh);
  values = told.cartes;
  history.replaceState(null, "", `/carte?${query()}`);
  for (const field of document.querySelectorAll("[data-choices] [name=periode]")) field.value = period;
  delete atlas.dataset.busy;
  atlas.dataset.period = period;
  say();
  refresh();
}

function time() {
  const side = document.querySelector("[data-time]");
  const range = side.querySelector("input");
  const told = side.querySelector("output");
  const periods = range.dataset.periods.split(";").map((one) => one.split("|"));
  if (periods.length < 2) return;
  const now = result().dataset.period;
  range.value = String(periods.findIndex(([code]) => code === now));
  const tell = () => {
    const [, label] = periods[Number(range.value)];
    told.textContent = label;
    range.setAttribute("aria-valuetext", label);
  };
  let timer = 0;
  range.addEventListener("input", () => {
    tell();
    clearTimeout(timer);
    timer = setTimeout(() => slide(...periods[Number(range.value)]).catch(failed), 120);
  });
  tell();
  side.hidden = false;
}

async function lay(box) {
  if (!box.checked) overlays.delete(box.value);
  else {
    const told = await json(`/carte/calques/${box.value}.json`);
    const features = told.points.map(([longitude, latitude, nom, kind, from]) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [longitude, latitude] },
      properties: {
        nom,
        genre: told.genres[kind],
        titre: told.titre,
        periode: told.periode,
        sources: from.map((rank) => `${told.sources[rank].titre}, obtenu le ${told.sources[rank].obtenu_le}`).join("\u202f; "),
      },
    }));
    overlays.set(box.value, { rank: Number(box.dataset.rank), data: { type: "FeatureCollection", features } });
  }
  if (overlays.size) params.set("calques", [...overlays.keys()].join(","));
  else params.delete("calques");
  history.replaceState(null, "", `/carte?${query()}`);
  refresh();
  atlas.dataset.overlays = [...overlays.keys()].join(",");
}

function offer() {
  const side = document.querySelector("[data-overlays]");
  if (!side) return;
  const asked = (params.get("calques") ?? "").split(",");
  side.querySelectorAll("input").forEach((box, rank) => {
    box.dataset.rank = String(rank);
    box.addEventListener("change", () => lay(box).catch(failed));
    if (!asked.includes(box.value)) return;
    box.checked = true;
    lay(box).catch(failed);
  });
  side.hidden = false;
}

async function fly(page, name) {
  const [, level, code] = page.match(/^\/territoires\/(\w+)\/(\w+)$/) ?? [];
  const told = await json(`/api/v1/territories/${level}/${code}`);
  const [west, south, east, north] = told.bbox ?? [];
  if (east !== undefined) maps[0].fitBounds([[west, south], [east, north]], { padding: 60, maxZoom: 11 });
  if (level === settings.level) choose(code, name, true);
  else panel().replaceChildren(strong(name), ". ", leads(page, "Voir le portrait"));
}

function search() {
  const form = document.querySelector("[data-fly]");
  form.addEventListener("chosen", (event) => {
    const { page, name } = event.detail;
    if (!maps.length || !page.startsWith("/territoires/")) return;
    event.preventDefault();
    fly(page, name).catch(() => location.assign(page));
  });
  form.addEventListener("submit", async (event) => {
    if (!maps.length) return;
    event.preventDefault();
    const text = new FormData(form).get("q");
    const found = await json(`/api/v1/search?limit=1&q=${encodeURIComponent(text)}`).catch(() => null);
    const first = found?.territories[0];
    if (first) fly(first.page, first.name).catch(() => location.assign(first.page));
    else form.submit();
  });
}

function failed(error) {
  delete atlas.dataset.busy;
  atlas.dataset.state = "failed";
  panel().textContent = "La carte ne peut pas bouger ici\u202f; le dessin et la table disent la même chose.";
  console.error(error);
}

// Loaded when the reader sees the map; a reader who spares data keeps the drawing.
function start() {
  atlas.dataset.state = "waiting";
  time();
  search();
  if (!settings.tiles || !settings.bounds || navigator.connection?.saveData) return;
  const first = result().querySelector("[data-plate]");
  if (!first) return;
  const seen = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    seen.disconnect();
    begin().then(offer).catch(failed);
  });
  seen.observe(first);
}

start();
