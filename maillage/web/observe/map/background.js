// What the operator lays under the figures: pictures, the IGN's or those of a PMTiles archive, or the shapes of an
// archive, in our colours. Fetched where there is one, once the map is drawn: nobody waits for it.
import { absolute, theme } from "./paint.js";

const SHAPES = 1;
const WATER = ["water", "ocean", "water_polygons"];
const STREAMS = ["waterway", "water_lines"];
const ROADS = ["roads", "transportation", "streets"];
const BUILDINGS = ["buildings", "building"];
const MAIN = ["highway", "major_road", "motorway", "trunk", "primary", "secondary"];
const kind = ["coalesce", ["get", "kind"], ["get", "pmap:kind"], ["get", "class"], ""];
const main = ["in", kind, ["literal", MAIN]];
const surface = ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]];

const growing = (from, thin, to, thick) => ["interpolate", ["linear"], ["zoom"], from, thin, to, thick];

// A layer of the archive, as the style says it.
function drawn(id, name, type, paint, more = {}) {
  return { id: `fond-${id}`, type, source: "fond", "source-layer": name, paint, ...more };
}

function line(id, name, colour, width, more) {
  return drawn(id, name, "line", { "line-color": theme(colour), "line-opacity": 0.7, "line-width": width }, more);
}

function filled(id, name, colour, opacity, minzoom) {
  return drawn(id, name, "fill", { "fill-color": theme(colour), "fill-opacity": opacity }, { filter: surface, minzoom });
}

// Water and buildings are under the colours, roads over them; an archive whose layers we do not know is all lines.
function shapes(names) {
  const of = (known) => names.filter((name) => known.includes(name));
  const unknown = !of([...WATER, ...STREAMS, ...ROADS, ...BUILDINGS]).length;
  return {
    below: () => [
      ...of(WATER).map((name) => filled(name, name, "--overlay-1", 0.3, 0)),
      ...of(BUILDINGS).map((name) => filled(name, name, "--ink-soft", 0.5, 13)),
    ],
    above: () => [
      ...of(STREAMS).map((name) => line(name, name, "--overlay-1", growing(9, 0.3, 14, 1.5), { minzoom: 9 })),
      ...of(ROADS).flatMap((name) => [
        line(`${name}-small`, name, "--ink-soft", growing(11, 0.2, 15, 1.5), { minzoom: 11, filter: ["!", main] }),
        line(name, name, "--ink-soft", growing(7, 0.4, 14, 3), { minzoom: 7, filter: main }),
      ]),
      ...(unknown ? names.map((name) => line(name, name, "--ink-soft", 0.6)) : []),
    ],
  };
}

const pictures = { below: () => [{ id: "fond", type: "raster", source: "fond" }], above: () => [] };
const plain = (text) => new DOMParser().parseFromString(text, "text/html").body.textContent.trim();

export async function background({ background, archive, attribution }, library, protocol) {
  if (background) {
    const source = { type: "raster", tiles: [background], tileSize: 256, maxzoom: 18 };
    return { source, ...pictures, credit: attribution };
  }
  const address = absolute(archive);
  const file = new library.PMTiles(address);
  protocol.add(file);
  const [{ tileType }, said] = await Promise.all([file.getHeader(), file.getMetadata()]);
  const credit = attribution || plain(said.attribution ?? "") || `Fond de carte\u202f: ${new URL(address).hostname}`;
  const url = `pmtiles://${address}`;
  if (tileType !== SHAPES) return { source: { type: "raster", url, tileSize: 256 }, ...pictures, credit };
  return { source: { type: "vector", url }, ...shapes(said.vector_layers.map(({ id }) => id)), credit };
}
