// How the map that moves is painted: classes and words from the server, colours from the style sheet, the names of
// communes, and the layers a reader switches on. Nothing is written on the page from here.
export const absolute = (address) => new URL(address, location.href).href;
export const night = matchMedia("(prefers-color-scheme: dark)");
export const theme = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const SHARP = 2;
const SIZE = 20;

export const WORDS = {
  "Map.Title": "Carte",
  "NavigationControl.ZoomIn": "Agrandir",
  "NavigationControl.ZoomOut": "Réduire",
  "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour agrandir la carte",
  "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour agrandir la carte",
  "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
};

function canvas(size, draw) {
  const holder = document.createElement("canvas");
  holder.width = holder.height = size;
  const context = holder.getContext("2d");
  draw(context, size);
  return context.getImageData(0, 0, size, size);
}

function lines(context, size, colour, width, falling) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  for (const shift of [-size, 0, size]) {
    context.beginPath();
    context.moveTo(shift - 2, falling ? -2 : size + 2);
    context.lineTo(shift + size + 2, falling ? size + 2 : -2);
    context.stroke();
  }
}

function paper(context, size) {
  context.fillStyle = theme("--surface");
  context.fillRect(0, 0, size, size);
}

const pictures = {
  inconnu: () =>
    canvas(16, (context, size) => {
      paper(context, size);
      lines(context, size, theme("--ochre"), 3, false);
    }),
  "sans-objet": () =>
    canvas(12, (context, size) => {
      paper(context, size);
      context.fillStyle = theme("--ink-soft");
      context.arc(4, 4, 1.6, 0, 7);
      context.fill();
    }),
  signe: ({ trace, teinte }) =>
    canvas(SIZE * SHARP, (context) => {
      context.scale(SHARP, SHARP);
      const shape = new Path2D(trace);
      context.fillStyle = theme(`--${teinte}`);
      context.strokeStyle = theme("--surface");
      context.lineWidth = 1.5;
      context.fill(shape);
      context.stroke(shape);
    }),
  hachure: ({ teinte }, rank) => canvas(14, (context, size) => lines(context, size, theme(`--${teinte}`), 2, rank % 2)),
};

// Names carry the time of day: a picture is drawn again when the reader turns the light off.
const tone = () => (night.matches ? "nuit" : "jour");
const icon = (kind, layer, rank) => [kind, layer, rank, tone()].join("|");

// The picture of a name the library asks for.
export function pictured(map, id, layers) {
  const [kind, layer, rank] = id.split("|");
  const drawn = pictures[kind](layers.get(layer)?.signes[rank], Number(rank));
  map.addImage(id, drawn, { pixelRatio: kind === "signe" ? SHARP : 1 });
}

function paints(told) {
  const last = told.genres.length;
  const groups = told.genres.map(() => []);
  for (const [code, rank] of Object.entries(told.rangs)) groups[rank].push(code);
  const [from, to] = told.garder ?? [0, last];
  const shown = (rank) => rank >= from && rank <= to;
  const colour = (rank) => theme(shown(rank) ? `--${told.genres[rank]}` : "--lack-0");
  const known = groups.slice(0, last - 2);
  const pairs = known.flatMap((codes, rank) => (codes.length ? [codes, colour(rank)] : []));
  const blank = theme(told.garder ? "--lack-0" : "--surface");
  const fill = pairs.length ? ["match", ["get", "code"], ...pairs, blank] : blank;
  // What a reader leaves out is white, known or not.
  if (told.garder) return { fill, known: groups.flat(), without: [], unknown: [] };
  return { fill, known: known.flat(), without: groups[last - 2], unknown: groups[last - 1] };
}

// Zero is drawn apart: white, with an edge.
function zeros({ genres, rangs, garder = [0] }) {
  const zero = genres.indexOf("zero");
  return zero < 0 || garder[0] > zero ? [] : Object.keys(rangs).filter((code) => rangs[code] === zero);
}

const among = (codes) => ["in", ["get", "code"], ["literal", codes]];

function areas(name, told) {
  const codes = told.signes.map(() => []);
  for (const [code, [rank]] of Object.entries(told.surfaces)) codes[rank].push(code);
  return codes.map((mine, rank) => ({
    id: `calque-${name}-${rank}`,
    type: "fill",
    source: "territoires",
    "source-layer": "communes",
    filter: among(mine),
    paint: { "fill-pattern": icon("hachure", name, rank) },
  }));
}

// What is left to do is drawn over what is done; from far, marks are small.
const marks = (image) => ({
  "icon-image": image,
  "icon-allow-overlap": true,
  "icon-ignore-placement": true,
  "symbol-sort-key": ["get", "rang"],
  "icon-size": ["interpolate", ["linear"], ["zoom"], 6, 0.45, 11, 0.9, 16, 1.1],
});

function spots(name, told) {
  const images = told.signes.flatMap((_, rank) => [rank, icon("signe", name, rank)]);
  const image = images.length > 2 ? ["match", ["get", "rang"], ...images, images[1]] : images[1];
  return { id: `calque-${name}`, type: "symbol", source: `calque-${name}`, layout: marks(image) };
}

function tiles(name, { tuiles, signes }) {
  const held = ["get", tuiles.propriete];
  const match = (value) => ["match", held, ...tuiles.valeurs.flatMap((each, rank) => [each, value(rank)]), value(0)];
  const layer = { id: `calque-${name}`, source: `calque-${name}`, "source-layer": tuiles.couche };
  if (tuiles.surfaces) {
    const colour = match((rank) => theme(`--${signes[rank].teinte}`));
    return { ...layer, type: "fill", paint: { "fill-color": colour, "fill-opacity": 0.6 } };
  }
  const layout = {
    ...marks(match((rank) => icon("signe", name, rank))),
    "symbol-sort-key": match((rank) => rank),
    "icon-size": ["interpolate", ["linear"], ["zoom"], 7, 0.25, 12, 0.35, 15, 0.7, 18, 1],
  };
  return { ...layer, type: "symbol", layout };
}

function laid(name, told) {
  if (told.tuiles) return [tiles(name, told)];
  if (told.noms) return told.ecrits ? [letters(`calque-${name}`, 14, "--ink-soft", { minzoom: told.noms.depuis })] : [];
  return [...areas(name, told), ...(told.points.length ? [spots(name, told)] : [])];
}

function source(told, name) {
  if (told.tuiles) return { type: "vector", url: `pmtiles://${absolute(told.tuiles.adresse)}` };
  const features = told.points.map(([longitude, latitude, nom, rang], rank) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [longitude, latitude] },
    properties: { nom, rang, calque: name, point: rank },
  }));
  return { type: "geojson", data: { type: "FeatureCollection", features } };
}

function named(names) {
  const features = names.map(([nom, longitude, latitude], rang) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [longitude, latitude] },
    properties: { nom, rang },
  }));
  return { type: "geojson", data: { type: "FeatureCollection", features } };
}

const letters = (id, size, colour, more = {}) => ({
  id,
  type: "symbol",
  source: id,
  layout: {
    "text-field": ["get", "nom"],
    "text-font": ["Atkinson"],
    "text-size": size,
    "text-padding": ["interpolate", ["linear"], ["zoom"], 7, 26, 10, 4],
    "symbol-sort-key": ["get", "rang"],
  },
  paint: { "text-color": theme(colour), "text-halo-color": theme("--ground"), "text-halo-width": 2 },
  ...more,
});

// The whole style of a map: `told` is what the server says of it, `view` what the reader switched on.
export function style(told, settings, view) {
  const from = "territoires";
  const layer = { source: from, "source-layer": settings.layer };
  const { fill, known, without, unknown } = paints(told);
  // Colours step back behind buildings, which say the same thing one by one.
  const behind = [...view.layers.values()].some((content) => content.tuiles) ? 0.35 : view.under ? 0.75 : 1;
  const sources = { [from]: { type: "vector", url: `pmtiles://${absolute(settings.tiles)}` } };
  const layers = [{ id: "ground", type: "background", paint: { "background-color": theme("--ground") } }];
  if (view.under) {
    sources.fond = view.under.source;
    layers.push(...view.under.below());
  }
  const pattern = (id, codes) => ({
    id,
    type: "fill",
    ...layer,
    filter: among(codes),
    paint: { "fill-pattern": icon(id, "", ""), "fill-opacity": behind },
  });
  const line = (id, above, colour, width, filter) => ({
    id,
    type: "line",
    source: from,
    "source-layer": above,
    ...(filter ? { filter } : {}),
    paint: { "line-color": theme(colour), "line-width": width },
  });
  const nothing = zeros(told);
  const most = 2 * nothing.length > Object.keys(told.rangs).length;
  const white = told.garder || /^(gap|lack)/.test(told.genres[0]);
  const here = among([...known, ...without, ...unknown]);
  layers.push(
    { id: "known", type: "fill", ...layer, filter: among(known), paint: { "fill-color": fill, "fill-opacity": behind } },
    pattern("sans-objet", without),
    pattern("inconnu", unknown),
    line("edges", settings.layer, white ? "--line-strong" : "--ground", settings.layer === "communes" ? 0.4 : 1, here),
    line("zeros", settings.layer, most ? "--line-strong" : "--ochre", most ? 0.6 : 1.4, among(nothing)),
    ...(view.under?.above() ?? []),
    line("departements", "departements", "--ink", 1),
    line("chosen", settings.layer, "--focus", 3, ["==", ["get", "code"], view.chosen?.code ?? ""]),
  );
  for (const [name, content] of view.layers) {
    if (content.tuiles || content.points.length) sources[`calque-${name}`] = source(content, name);
    if (content.ecrits) sources[`calque-${name}`] = named(content.ecrits);
    layers.push(...laid(name, content));
  }
  if (view.names.length) {
    sources.noms = named(view.names);
    layers.push(letters("noms", 15, "--ink"));
  }
  if (view.pin) {
    sources.pin = { type: "geojson", data: { type: "Feature", geometry: { type: "Point", coordinates: view.pin }, properties: {} } };
    const paint = { "circle-radius": 9, "circle-color": theme("--surface"), "circle-stroke-width": 4 };
    layers.push({ id: "pin", type: "circle", source: "pin", paint: { ...paint, "circle-stroke-color": theme("--focus") } });
  }
  return { version: 8, sources, layers };
}
