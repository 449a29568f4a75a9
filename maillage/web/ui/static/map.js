// The map of an indicator: shapes from one PMTiles file, values from the API, colours from the style sheet.
const side = document.querySelector("[data-map]");
const holder = side.querySelector("[data-canvas]");
const panel = side.querySelector("[data-panel]");
const settings = side.dataset;
const absolute = (address) => new URL(address, location.href).href;
const theme = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const steps = settings.steps.split(",").map((step) => {
  const [low, colour] = step.split(":");
  return { low: Number(low), colour: Number(colour) };
});
const written = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: Number(settings.decimals) });

function figure(value) {
  if (value === undefined) return "inconnu";
  if (value === null) return "rien à mesurer";
  return `${written.format(value)}\u202f${settings.unit}`;
}

function colourOf(value) {
  let found = steps[0];
  for (const step of steps) if (value >= step.low) found = step;
  return theme(`--ramp-${found.colour}`);
}

// An expression that maps each known code to its colour; the others are drawn by the hatch layer.
function colours(values) {
  const groups = new Map();
  for (const [code, value] of Object.entries(values)) {
    if (value === null) continue;
    const colour = colourOf(value);
    groups.set(colour, [...(groups.get(colour) ?? []), code]);
  }
  if (groups.size === 0) return theme("--surface");
  const pairs = [...groups].flatMap(([colour, codes]) => [codes, colour]);
  return ["match", ["get", "code"], ...pairs, theme("--surface")];
}

function hatch() {
  const size = 16;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const brush = canvas.getContext("2d");
  brush.fillStyle = theme("--surface");
  brush.fillRect(0, 0, size, size);
  brush.strokeStyle = theme("--ochre");
  brush.lineWidth = 1.5;
  for (const shift of [-size, 0, size]) {
    brush.beginPath();
    brush.moveTo(shift, size);
    brush.lineTo(shift + size, 0);
    brush.stroke();
  }
  return brush.getImageData(0, 0, size, size);
}

function style(values) {
  const source = "territoires";
  const layer = { source, "source-layer": settings.layer };
  const known = Object.keys(values).filter((code) => values[code] !== null);
  const isKnown = ["in", ["get", "code"], ["literal", known]];
  const fine = settings.layer === "communes" ? 0.4 : 1;
  return {
    version: 8,
    sources: {
      [source]: { type: "vector", url: `pmtiles://${absolute(settings.tiles)}` },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": theme("--ground") } },
      { id: "known", type: "fill", ...layer, filter: isKnown, paint: { "fill-color": colours(values) } },
      { id: "unknown", type: "fill", ...layer, filter: ["!", isKnown], paint: { "fill-pattern": "hatch" } },
      {
        id: "edges",
        type: "line",
        ...layer,
        paint: { "line-color": theme("--ground"), "line-width": fine },
      },
      {
        id: "departements",
        type: "line",
        source,
        "source-layer": "departements",
        paint: { "line-color": theme("--ink"), "line-width": 1 },
      },
      {
        id: "chosen",
        type: "line",
        ...layer,
        filter: ["==", ["get", "code"], ""],
        paint: { "line-color": theme("--focus"), "line-width": 3 },
      },
    ],
  };
}

function talk(map, values) {
  let chosen = null;
  const page = (code) => `/territoires/${settings.level}/${code}`;

  function choose(feature) {
    if (!feature || feature.properties.code === chosen) return;
    chosen = feature.properties.code;
    map.setFilter("chosen", ["==", ["get", "code"], chosen]);
    const name = document.createElement("strong");
    name.textContent = feature.properties.nom;
    const link = document.createElement("a");
    link.href = page(chosen);
    link.textContent = "Voir la page";
    panel.replaceChildren(name, ` : ${figure(values[chosen])}. `, link);
  }

  const at = (point) => map.queryRenderedFeatures(point, { layers: ["known", "unknown"] })[0];
  const canvas = map.getCanvas();
  const cross = document.createElement("span");
  cross.className = "map-cross";
  cross.hidden = true;
  holder.append(cross);

  map.on("mousemove", (event) => {
    const feature = at(event.point);
    canvas.style.cursor = feature ? "pointer" : "";
    choose(feature);
  });
  map.on("click", (event) => {
    const feature = at(event.point);
    choose(feature);
    // A finger has no hover: its first touch only reads, the link of the panel leads on.
    if (feature && matchMedia("(hover: hover)").matches) location.assign(page(chosen));
  });
  canvas.addEventListener("focus", () => {
    cross.hidden = !canvas.matches(":focus-visible");
  });
  canvas.addEventListener("blur", () => {
    cross.hidden = true;
  });
  map.on("moveend", () => {
    if (!cross.hidden) choose(at(map.project(map.getCenter())));
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && chosen) location.assign(page(chosen));
  });
}

async function draw() {
  side.hidden = false;
  const [library, archive, response] = await Promise.all([
    import(absolute(settings.maplibre)),
    import(absolute(settings.pmtiles)),
    fetch(settings.values),
  ]);
  if (!response.ok) throw new Error(String(response.status));
  const { values } = await response.json();
  library.setWorkerUrl(absolute(settings.worker));
  library.addProtocol("pmtiles", new archive.Protocol().tile);
  const [west, south, east, north] = settings.bounds.split(",").map(Number);
  const map = new library.Map({
    container: holder,
    style: style(values),
    bounds: [
      [west, south],
      [east, north],
    ],
    fitBoundsOptions: { padding: 16 },
    minZoom: 4,
    maxZoom: 13,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: true,
    attributionControl: false,
    locale: {
      "Map.Title": "Carte",
      "NavigationControl.ZoomIn": "Agrandir",
      "NavigationControl.ZoomOut": "Réduire",
      "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour agrandir la carte",
      "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour agrandir la carte",
      "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }));
  map.setMissingStyleImageResolver((id) => {
    map.addImage(id, hatch());
  });
  map.once("load", () => talk(map, values));
  map.once("idle", () => {
    side.dataset.state = "drawn";
    side.dataset.drawn = String(map.queryRenderedFeatures({ layers: ["known"] }).length);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(style(values)));
}

if (settings.bounds) {
  draw().catch((error) => {
    side.dataset.state = "failed";
    holder.hidden = true;
    panel.textContent = "La carte ne peut pas s’afficher ici ; le classement dit la même chose.";
    console.error(error);
  });
}
