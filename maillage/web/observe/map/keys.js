// From place to place with the keys: an arrow goes to the nearest place on its side, the opposite one comes back. On the
// map that moves, or on the drawing of the server while there is no other. Fetched by who comes with the keyboard.
const SIDES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const OPPOSITE = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft", ArrowUp: "ArrowDown", ArrowDown: "ArrowUp" };
// How much going aside costs beside going ahead, and how far aside a place may be and still be on that side.
const ASIDE = 2;
const WIDEST = 1.5;
const EDGE = 60;
const STEP = 100;
const ZOOMS = { "+": 1, "=": 1, "-": -1 };
const SWIFT = 250;

// The code of the place beside a point on a side, of places by code as [x, y], y downwards; null at the edge.
export function beside(places, [x, y], key, except = "") {
  const [right, down] = SIDES[key];
  let [found, least] = [null, Infinity];
  for (const [code, [across, along]] of places) {
    const ahead = (across - x) * right + (along - y) * down;
    const aside = Math.abs((across - x) * down) + Math.abs((along - y) * right);
    const cost = ahead + ASIDE * aside;
    if (code !== except && ahead > 0 && aside <= WIDEST * ahead && cost < least) [found, least] = [code, cost];
  }
  return found;
}

function nearest(places, [x, y]) {
  let [found, least] = [null, Infinity];
  for (const [code, [across, along]] of places) {
    const far = Math.hypot(across - x, along - y);
    if (far < least) [found, least] = [code, far];
  }
  return found;
}

// Where one goes from the place one is at; the first time, to the middle.
function wander() {
  let last = { code: "", from: "", key: "" };
  return (places, here, key, middle) => {
    if (!places.has(here)) return nearest(places, middle);
    const back = here === last.code && key === OPPOSITE[last.key] && places.has(last.from);
    const next = back ? last.from : beside(places, places.get(here), key, here);
    if (next) last = { code: next, from: here, key };
    return next;
  };
}

// Keys alone: those that a reader presses with others are for the browser.
const bare = (event) => !(event.ctrlKey || event.metaKey || event.altKey);

function listens({ view, said }, surface, { places, middle, choose, other }) {
  const onward = wander();
  surface.addEventListener("keydown", (event) => {
    if (!bare(event) || other(event)) return;
    if (event.key === "Enter" && view.chosen) location.assign(said().portrait(view.chosen.code));
    if (event.key === "Escape") said().close();
    if (!SIDES[event.key]) return;
    event.preventDefault();
    // The library would move the map.
    event.stopPropagation();
    const go = (known) => {
      const next = onward(known, view.chosen?.code, event.key, middle());
      if (next) choose(next);
    };
    Promise.resolve(places()).then(go).catch(console.error);
  });
}

// What the legend leaves out, and what is not in the part shown, is passed over.
function shown(told, code) {
  const rank = told.rangs[code];
  const [from, to] = told.garder ?? [0, told.genres.length];
  return rank >= from && rank <= to;
}

export function onMap(shared, map, holder, rank) {
  const { settings, view, json, values, said } = shared;
  let known = null;
  const cross = Object.assign(document.createElement("span"), { className: "map-cross", hidden: true });
  holder.append(cross);
  const size = () => [holder.clientWidth, holder.clientHeight];
  const middle = () => size().map((length) => length / 2);
  const spot = (code) => known[code].slice(1);

  async function places() {
    known ??= (await json(settings.places)).lieux;
    const told = values()[rank];
    const codes = Object.keys(known).filter((code) => shown(told, code));
    return new Map(codes.map((code) => [code, Object.values(map.project(spot(code)))]));
  }

  // A place too near the edge comes to the middle.
  function choose(code, zoom) {
    cross.hidden = true;
    const [wide, tall] = size();
    let at = map.project(spot(code));
    if (zoom || at.x < EDGE || at.y < EDGE || at.x > wide - EDGE || at.y > tall - EDGE) {
      map.easeTo({ center: spot(code), zoom: zoom ?? map.getZoom(), duration: SWIFT });
      at = { x: wide / 2, y: tall / 2 };
    }
    said().choose(code, known[code][0], true, at, map);
  }

  // With Shift, arrows move the map under a cross, which says what it is on: points of layers too.
  function other(event) {
    const side = SIDES[event.key];
    const chosen = known && cross.hidden && known[view.chosen?.code];
    if (!(side && event.shiftKey) && !(ZOOMS[event.key] && chosen)) return false;
    event.preventDefault();
    event.stopPropagation();
    if (!side) return choose(view.chosen.code, map.getZoom() + ZOOMS[event.key]), true;
    cross.hidden = false;
    map.panBy(side.map((length) => length * STEP));
    return true;
  }

  const pointed = () => ({ x: middle()[0], y: middle()[1] });
  map.on("moveend", () => cross.hidden || said().pick(map, pointed(), true));
  map.getCanvas().addEventListener("blur", () => (cross.hidden = true));
  listens(shared, map.getCanvas(), { places, middle, choose, other });
}

export function onDrawing(shared, drawing) {
  const { said } = shared;
  const links = new Map();
  for (const link of drawing.querySelectorAll("g:not(.left) > a[data-code]")) links.set(link.dataset.code, link);
  const centre = (link) => {
    const { x, y, width, height } = link.getBBox();
    return [x + width / 2, y + height / 2];
  };
  const centres = new Map([...links].map(([code, link]) => [code, centre(link)]));
  const edge = document.createElementNS("http://www.w3.org/2000/svg", "path");
  edge.setAttribute("class", "chosen-edge");
  drawing.append(edge);

  function choose(code) {
    const link = links.get(code);
    edge.setAttribute("d", link.querySelector("path").getAttribute("d"));
    const [name, figure] = link.querySelector("title").textContent.split("\u202f: ");
    said().tell(code, name, figure);
  }

  function other({ key }) {
    if (key === "Escape") edge.removeAttribute("d");
    return false;
  }

  const { width, height } = drawing.viewBox.baseVal;
  listens(shared, drawing, { places: () => centres, middle: () => [width / 2, height / 2], choose, other });
}
