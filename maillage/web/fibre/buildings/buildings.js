// The map of buildings: points of one PMTiles file over the borders of another; marks and colours are those of the
// legend, drawn from it. Touched from near, it leads to what is known of the place; from far, it comes nearer.
const root = document.querySelector("[data-buildings]");
const settings = root.dataset;
const absolute = (address) => new URL(address, location.href).href;
const theme = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const night = matchMedia("(prefers-color-scheme: dark)");
const panel = root.querySelector("[data-panel]");
const marks = [...root.querySelectorAll("path[data-state]")];
const names = Object.fromEntries(marks.map((mark) => [mark.dataset.state, mark.dataset.name]));
const SIZE = 20;
const SHARP = 2;
// From this zoom every building is in the tiles; from the next a touch is precise enough to open a place.
const EVERY = 12;
const OPENS = 13;
const DIGITS = 5;
const FAR = "De loin, un échantillon des immeubles. Touchez la carte pour vous approcher.";
const NEAR =
  "Tous les immeubles. Touchez-en un, ou n’importe quel endroit, pour savoir ce qui y est disponible. Au clavier, les " +
  "flèches déplacent la croix, + et − agrandissent et réduisent, Entrée ouvre l’endroit.";

const tone = () => (night.matches ? "nuit" : "jour");
const icon = (state) => `${state}|${tone()}`;

function drawn(id) {
  const mark = marks.find((one) => one.dataset.state === id.split("|")[0]);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * SHARP;
  const context = canvas.getContext("2d");
  context.scale(SHARP, SHARP);
  const shape = new Path2D(mark.getAttribute("d"));
  context.fillStyle = getComputedStyle(mark).fill;
  context.strokeStyle = theme("--surface");
  context.lineWidth = 1.5;
  context.fill(shape);
  context.stroke(shape);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function border(layer, colour, width, least) {
  return {
    id: layer,
    type: "line",
    source: "territoires",
    "source-layer": layer,
    minzoom: least,
    paint: { "line-color": theme(colour), "line-width": width },
  };
}

function style() {
  const sources = { immeubles: { type: "vector", url: `pmtiles://${absolute(settings.tiles)}` } };
  const layers = [{ id: "ground", type: "background", paint: { "background-color": theme("--ground") } }];
  if (settings.ground) {
    sources.territoires = { type: "vector", url: `pmtiles://${absolute(settings.ground)}` };
    layers.push(border("communes", "--line", 1, 8), border("departements", "--ink-soft", 1.5, 4));
  }
  const images = marks.flatMap(({ dataset }) => [dataset.state, icon(dataset.state)]);
  layers.push({
    id: "immeubles",
    type: "symbol",
    source: "immeubles",
    "source-layer": "immeubles",
    filter: [
      "all",
      ...(settings.operator ? [["==", ["get", "operateur"], settings.operator]] : []),
      ...(settings.states ? [["in", ["get", "etat"], ["literal", settings.states.split(",")]]] : []),
    ],
    layout: {
      "icon-image": ["match", ["get", "etat"], ...images, icon(marks[0].dataset.state)],
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      // What is left to do is drawn over what is done.
      "symbol-sort-key": ["match", ["get", "etat"], ...marks.flatMap(({ dataset }, rank) => [dataset.state, rank]), 0],
      "icon-size": ["interpolate", ["linear"], ["zoom"], 7, 0.25, 12, 0.35, 15, 0.7, 18, 1],
    },
  });
  return { version: 8, sources, layers };
}

function words(...parts) {
  panel.replaceChildren(...parts);
}

function strong(text) {
  const found = document.createElement("strong");
  found.textContent = text;
  return found;
}

function nearest(map, { x, y }) {
  if (!map.getLayer("immeubles")) return undefined;
  const box = [[x - 8, y - 8], [x + 8, y + 8]];
  const away = (feature) => {
    const at = map.project(feature.geometry.coordinates);
    return Math.hypot(at.x - x, at.y - y);
  };
  return map.queryRenderedFeatures(box, { layers: ["immeubles"] }).sort((one, other) => away(one) - away(other))[0];
}

function pick(map, point) {
  if (map.getZoom() < OPENS) return map.easeTo({ center: map.unproject(point), zoom: map.getZoom() + 2 });
  const feature = nearest(map, point);
  const [longitude, latitude] = feature ? feature.geometry.coordinates : map.unproject(point).toArray();
  location.assign(`/adresse?lon=${longitude.toFixed(DIGITS)}&lat=${latitude.toFixed(DIGITS)}`);
}

function listen(map, holder) {
  const canvas = map.getCanvas();
  const cross = document.createElement("span");
  cross.className = "map-cross";
  cross.hidden = true;
  holder.append(cross);
  const told = () => words(map.getZoom() < EVERY ? FAR : NEAR);
  const tell = (point) => {
    const feature = nearest(map, point);
    if (feature) words(strong(names[feature.properties.etat] ?? "État inconnu"));
    else told();
  };
  map.on("mousemove", ({ point }) => {
    canvas.style.cursor = nearest(map, point) ? "pointer" : "";
    tell(point);
  });
  map.on("click", ({ point }) => pick(map, point));
  map.on("moveend", () => (cross.hidden ? told() : tell(map.project(map.getCenter()))));
  canvas.addEventListener("focus", () => (cross.hidden = !canvas.matches(":focus-visible")));
  canvas.addEventListener("blur", () => (cross.hidden = true));
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter") pick(map, map.project(map.getCenter()));
  });
  told();
}

const WORDS = {
  "Map.Title": "Carte des immeubles : flèches pour déplacer, + et − pour agrandir et réduire, Entrée pour ouvrir",
  "NavigationControl.ZoomIn": "Agrandir",
  "NavigationControl.ZoomOut": "Réduire",
  "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour agrandir la carte",
  "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour agrandir la carte",
  "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
};

function open(library) {
  const holder = document.createElement("div");
  holder.className = "map-live";
  const place = root.querySelector("[data-place]");
  place.querySelector("[data-nothing]").remove();
  place.prepend(holder);
  const [west, south, east, north] = settings.bounds.split(",").map(Number);
  const map = new library.Map({
    container: holder,
    style: style(),
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 16 },
    minZoom: 5,
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
  map.setMissingStyleImageResolver((id) => {
    map.addImage(id, drawn(id), { pixelRatio: SHARP });
  });
  map.once("load", () => listen(map, holder));
  map.on("idle", () => {
    settings.state = "drawn";
    settings.drawn = String(map.queryRenderedFeatures({ layers: ["immeubles"] }).length);
  });
  night.addEventListener("change", () => map.setStyle(style(), { diff: true }));
}

async function begin() {
  const [library, archive] = await Promise.all([
    import(absolute(settings.maplibre)),
    import(absolute(settings.pmtiles)),
  ]);
  library.setWorkerUrl(absolute(settings.worker));
  library.addProtocol("pmtiles", new archive.Protocol().tile);
  open(library);
}

function failed(error) {
  settings.state = "failed";
  words("La carte ne peut pas se dessiner ici\u202f; la table dit les mêmes comptes.");
  console.error(error);
}

if (settings.bounds) begin().catch(failed);
