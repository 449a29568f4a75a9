// Names that are written from near, read square by square as the reader comes: fetched with the first layer that has some.
const MOST = 16;

const column = (longitude, count) => Math.floor(((longitude + 180) / 360) * count);

function row(latitude, count) {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * count);
}

// The squares that a map shows; none when it shows too many.
function squares(map, count) {
  const bounds = map.getBounds();
  const [west, east] = [bounds.getWest(), bounds.getEast()].map((side) => column(side, count));
  const [north, south] = [bounds.getNorth(), bounds.getSouth()].map((side) => row(side, count));
  const found = [];
  for (let x = west; x <= east; x += 1) for (let y = north; y <= south; y += 1) found.push(`${x}/${y}`);
  return found.length > MOST ? [] : found;
}

// Reads what is missing of a layer where the map is, now and each time it moved.
export function follow(map, told, json, paint) {
  const known = new Set();
  told.ecrits = [];
  async function read() {
    if (map.getZoom() < told.noms.depuis - 1) return;
    const missing = squares(map, 2 ** told.noms.carres).filter((square) => !known.has(square));
    if (!missing.length) return;
    missing.forEach((square) => known.add(square));
    const answers = await Promise.all(missing.map((square) => json(`${told.noms.adresse}${square}.json`)));
    told.ecrits.push(...answers.flatMap(({ noms }) => noms));
    paint();
  }
  const moved = () => read().catch(console.error);
  map.on("moveend", moved);
  moved();
  return () => map.off("moveend", moved);
}
