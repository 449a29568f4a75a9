// What is said of the place under the pointer, chosen with the keys, or looked for by name.
const NEAR = 11;
const OPENS = 13;
const wide = matchMedia("(min-width: 60rem)");

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

export function reading({ atlas, settings, view, maps, json, values, paint }) {
  const panel = atlas.querySelector("[data-panel]");
  const portrait = (code) => `/territoires/${settings.level}/${code}`;

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

  function outlined(code) {
    for (const each of maps) if (each.getLayer("chosen")) each.setFilter("chosen", ["==", ["get", "code"], code]);
  }

  function choose(code, name, pinned, at, map, here = "") {
    view.chosen = { code, name, pinned, here };
    view.held = false;
    outlined(code);
    say(at, map);
  }

  // A place of the drawing, whose words are written on it.
  function tell(code, name, figure) {
    view.chosen = { code, name, pinned: true, here: "" };
    const lines = [paragraph(made("strong", name)), paragraph(made("span", figure, "said"))];
    write([...lines, paragraph(leads(portrait(code), "Voir le portrait"))], null, null, false);
    rows(code);
  }

  function close() {
    view.chosen = null;
    view.held = false;
    outlined("");
    panel.replaceChildren();
    rows("");
  }

  // Touched, the words of a thing that is no territory stay, so that one may follow its links.
  function hold(parts, at, map, pinned) {
    if (pinned) close();
    view.held = pinned;
    write(parts, at, map, !pinned);
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
    hold(parts, at, map, pinned);
  }

  // A thing of a tiled layer: from near, a touch opens what is known there.
  function sayTile(name, feature, at, map, pinned) {
    const told = view.layers.get(name);
    const kind = told.genres[told.tuiles.valeurs.indexOf(feature.properties[told.tuiles.propriete])] ?? "inconnu";
    const parts = [paragraph(made("strong", kind)), paragraph(told.titre)];
    if (pinned && map.getZoom() < OPENS) return map.easeTo({ center: map.unproject(at), zoom: map.getZoom() + 2 });
    if (pinned) parts.push(paragraph(leads(point(map.unproject(at)), "Voir ce qui est disponible ici")));
    hold(parts, at, map, pinned);
  }

  const territory = (map, at) => map.queryRenderedFeatures(at, { layers: ["known", "sans-objet", "inconnu"] })[0];

  function laid(map, { x, y }) {
    const touched = [...view.layers].filter(([, told]) => !told.noms).map(([name]) => `calque-${name}`);
    const known = touched.filter((id) => map.getLayer(id));
    return known.length ? map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers: known })[0] : undefined;
  }

  // What is at a point of a map, in pixels.
  function pick(map, at, pinned) {
    const found = laid(map, at);
    const name = found?.layer.id.slice("calque-".length);
    if (found && view.layers.get(name).tuiles) return sayTile(name, found, at, map, pinned);
    if (found) return sayPoint(found, at, map, pinned);
    const feature = territory(map, at);
    if (!feature) return pinned ? close() : undefined;
    const here = pinned && map.getZoom() >= NEAR ? point(map.unproject(at)) : "";
    choose(feature.properties.code, feature.properties.nom, pinned, at, map, here);
  }

  function listen(map) {
    map.on("mousemove", ({ point: at }) => {
      map.getCanvas().style.cursor = laid(map, at) || territory(map, at) ? "pointer" : "";
      if (!view.chosen?.pinned && !view.held) pick(map, at, false);
    });
    map.on("mouseout", () => view.chosen?.pinned || view.held || close());
    map.on("click", ({ point: at }) => pick(map, at, true));
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

  const again = () => view.chosen && values().length && say(null, null);

  return { listen, pick, choose, tell, close, portrait, fly, again };
}
