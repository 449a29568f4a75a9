// What changes the view without leaving the page: time and its play button, the bars of the legend, the layers, the line
// between two dates. `ready` is called each time the parts of the page are new, `moves` once the map moves.
const FRAME = 700;
const PATIENCE = 120;
const plain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);

// Links of the parts ask the server for them, and the map stays where it is.
function followed({ renew, failed }, event, names, changes = () => ({})) {
  const link = event.target.closest("a[href]");
  const held = link?.closest("[data-part]")?.dataset.part;
  const address = link && new URL(link.href.baseVal ?? link.href, location.href);
  if (!held || !names.includes(held) || address.pathname !== "/carte" || !plain(event)) return;
  event.preventDefault();
  const now = new URLSearchParams(location.search);
  const cleared = Object.fromEntries([...now.keys()].map((name) => [name, ""]));
  const asked = { ...cleared, ...Object.fromEntries(address.searchParams), calques: now.get("calques") ?? "" };
  renew({ ...asked, ...changes(address.searchParams) }).catch(failed);
}

export function time(shared) {
  const { atlas, params, part, json, values, show, renew, query, failed, settings } = shared;
  let timer = 0;
  let frames = null;
  let playing = false;
  const stops = () => part("time").dataset.periods.split(";").map((stop) => stop.split("|"));
  const now = () => part("head").dataset.period;
  // Colours keep the classes of the date one started from: what changes is the place, not the scale.
  const model = () => params.get("echelle") || now();

  function tell(period) {
    const [, label, figure] = stops().find(([code]) => code === period);
    part("time").querySelector("[data-when]").textContent = label.charAt(0).toUpperCase() + label.slice(1);
    const said = part("time").querySelector("[data-figure]");
    if (said) said.textContent = figure || "inconnu";
    for (const stop of part("time").querySelectorAll("[data-stop]"))
      stop.classList.toggle("here", stop.dataset.stop === period);
    const range = part("time").querySelector("input");
    range.value = String(stops().findIndex(([code]) => code === period));
    range.setAttribute("aria-valuetext", label);
  }

  const go = (period) => renew({ periode: period, echelle: model() });

  async function film() {
    const asked = new URLSearchParams(query());
    for (const name of ["periode", "garder", "calques", "page", "tri"]) asked.delete(name);
    asked.set("echelle", model());
    asked.set("periode", now());
    const key = asked.toString();
    if (frames?.key !== key) frames = { key, ...(await json(`/carte/film.json?${key}`)) };
    return frames;
  }

  function stop(period) {
    playing = false;
    part("time").querySelector("[data-play]").ariaPressed = "false";
    go(period).catch(failed);
  }

  async function play() {
    const button = part("time").querySelector("[data-play]");
    if (playing) return void (playing = false);
    playing = true;
    button.ariaPressed = "true";
    const scale = model();
    const { codes, images } = await film();
    const last = images.length - 1;
    const from = images.findIndex(({ periode }) => periode === now());
    params.set("echelle", scale);
    const [told] = values();
    let rank = from === last ? 0 : from;
    for (; playing && rank <= last; rank += 1) {
      const { periode, titre, rangs } = images[rank];
      show([{ ...told, titre, mots: {}, rangs: Object.fromEntries(codes.map((code, at) => [code, Number(rangs[at])])) }]);
      tell(periode);
      settings.frame = periode;
      if (rank < last) await new Promise((done) => setTimeout(done, FRAME));
    }
    stop(images[Math.min(rank, last + 1) - 1].periode);
  }

  atlas.addEventListener("click", (event) => {
    if (event.target.closest("[data-play]")) return void play().catch(failed);
    const stopAt = event.target.closest("[data-stop]");
    if (stopAt && plain(event)) {
      event.preventDefault();
      return void go(stopAt.dataset.stop).catch(failed);
    }
    followed(shared, event, ["time", "table"], (asked) =>
      asked.get("periode") !== now() && event.target.closest("[data-part=time]") ? { echelle: model() } : {},
    );
  });
  atlas.addEventListener("input", (event) => {
    if (event.target.id !== "c-temps") return;
    const [period] = stops()[Number(event.target.value)];
    tell(period);
    clearTimeout(timer);
    timer = setTimeout(() => go(period).then(() => part("time").querySelector("input").focus()).catch(failed), PATIENCE);
  });

  function ready() {
    const range = part("time").querySelector("input");
    if (!range) return;
    range.hidden = false;
    range.value = String(stops().findIndex(([code]) => code === now()));
    range.setAttribute("aria-valuetext", stops().find(([code]) => code === now())[1]);
    showPlay();
  }

  function showPlay() {
    const button = part("time").querySelector("[data-play]");
    if (button) button.hidden = shared.maps.length !== 1 || params.get("vue") === "difference";
  }

  return { ready, moves: showPlay };
}

export function bars(shared) {
  const { atlas, part, renew, failed } = shared;
  let from = null;
  const rankAt = (event) => {
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-rank]");
    return under ? Number(under.dataset.rank) : null;
  };
  const light = (low, high) => {
    for (const bar of part("legend").querySelectorAll("[data-rank]"))
      bar.classList.toggle("left-out", Number(bar.dataset.rank) < low || Number(bar.dataset.rank) > high);
  };
  const keep = (text) => renew({ garder: text });

  atlas.addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-bars]") && plain(event)) from = { start: rankAt(event), end: rankAt(event) };
  });
  atlas.addEventListener("pointermove", (event) => {
    if (from?.start == null) return;
    from.end = rankAt(event) ?? from.end;
    if (from.end !== from.start) light(Math.min(from.start, from.end), Math.max(from.start, from.end));
  });
  addEventListener("pointerup", () => {
    if (from && from.start !== from.end) {
      const [low, high] = [from.start, from.end].sort((one, other) => one - other);
      from = { brushed: true };
      keep(`${low}-${high}`).catch(failed);
    }
  });
  atlas.addEventListener("dragstart", (event) => event.target.closest("[data-bars]") && event.preventDefault());
  atlas.addEventListener("click", (event) => {
    const brushed = from?.brushed;
    from = null;
    if (brushed && event.target.closest("[data-bars]")) return event.preventDefault();
    followed(shared, event, ["legend"]);
  });
  // With Shift, the arrows stretch what is kept, from the bar one is on.
  atlas.addEventListener("keydown", (event) => {
    const bar = event.target.closest?.("[data-rank]");
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!bar || !side) return;
    event.preventDefault();
    const every = [...part("legend").querySelectorAll("[data-rank]")];
    const next = every[Number(bar.dataset.rank) + side];
    if (!next) return;
    if (!event.shiftKey) return next.focus();
    const kept = part("legend").querySelector("[data-bars]").dataset.kept.split("-").filter(Boolean).map(Number);
    const ranks = [...kept, Number(bar.dataset.rank), Number(next.dataset.rank)];
    const rank = next.dataset.rank;
    keep(`${Math.min(...ranks)}-${Math.max(...ranks)}`)
      .then(() => part("legend").querySelector(`[data-rank="${rank}"]`)?.focus())
      .catch(failed);
  });
  return {};
}

export function layers({ atlas, params, view, maps, json, paint, change, remember, renew, settings, failed, said }) {
  const form = atlas.querySelector("[data-layers]");
  const asked = () => (params.getAll("calques").join(",") || "").split(",").filter(Boolean);

  function key(name, told) {
    const place = form.querySelector(`[data-key="${name}"]`);
    place.hidden = !told;
    if (!told) return place.replaceChildren();
    const list = document.createElement("ul");
    told.signes.forEach(({ trace, teinte }, rank) => {
      const line = document.createElement("li");
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("viewBox", "0 0 20 20");
      svg.setAttribute("class", `layer-sign tint-${teinte}`);
      svg.ariaHidden = "true";
      svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
      svg.firstChild.setAttribute("d", trace);
      line.append(svg, told.genres[rank]);
      list.append(line);
    });
    const lines = [told.note, told.sources.map((each) => `${each.producteur}, obtenu le ${each.obtenu_le}`).join("\u202f; ")];
    place.replaceChildren(list, ...lines.filter(Boolean).map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    if (told.page) {
      const link = Object.assign(document.createElement("a"), { href: told.page, textContent: "En savoir plus" });
      place.append(link);
    }
  }

  const left = new Map();

  async function read({ value }) {
    const told = await json(`/carte/calques/${value}.json`);
    view.layers.set(value, told);
    if (!told.noms || !maps.length) return;
    const { follow } = await import("./names.js");
    left.set(value, follow(maps[0], told, json, () => (paint(), (settings.written = String(told.ecrits.length)))));
  }

  function laid() {
    for (const box of form.querySelectorAll("input[name=calques]")) key(box.value, view.layers.get(box.value));
    params.delete("calques");
    change({ calques: [...view.layers.keys()].join(",") });
    remember();
    paint();
    settings.overlays = [...view.layers.keys()].join(",");
    said()?.again();
  }

  async function turned(box) {
    if (box.checked) await read(box);
    else {
      view.layers.delete(box.value);
      left.get(box.value)?.();
    }
    laid();
    // The drawing that is printed, and the files to take away, hold the layers too.
    await renew({});
  }

  async function moves() {
    if (!form) return;
    const wanted = asked();
    const boxes = [...form.querySelectorAll("input[name=calques]")];
    for (const box of boxes) {
      box.addEventListener("change", () => turned(box).catch(failed));
      box.checked = box.checked || wanted.includes(box.value);
    }
    const checked = boxes.filter((box) => box.checked);
    if (!checked.length) return;
    await Promise.all(checked.map(read));
    laid();
  }

  return { moves: () => moves().catch(failed) };
}

function line(plates, at) {
  const rule = document.createElement("span");
  rule.className = "swipe-line";
  const range = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 100, value: at });
  range.className = "swipe";
  range.ariaLabel = "Limite entre les deux dates";
  const cut = () => plates.style.setProperty("--cut", `${range.value}%`);
  range.addEventListener("input", cut);
  plates.append(rule, range);
  plates.dataset.swipe = "";
  cut();
}

export const swipe = {
  // The line stays where it was when the parts of the page are new.
  again: (old, fresh) => line(fresh, old.querySelector(".swipe").value),
  of({ part, params, remember, maps }) {
    function side(plates) {
      const beside = "swipe" in plates.dataset;
      if (beside) {
        delete plates.dataset.swipe;
        plates.querySelectorAll(".swipe, .swipe-line").forEach((each) => each.remove());
      } else line(plates, 50);
      for (const map of maps) map.resize();
      return beside;
    }
    function ready() {
      const plates = part("plates");
      if (plates.querySelectorAll("[data-plate]").length !== 2) return;
      if (!("swipe" in plates.dataset) && params.get("cote") !== "oui") side(plates);
      const button = Object.assign(document.createElement("button"), { type: "button" });
      const name = () => (button.textContent = "swipe" in plates.dataset ? "Côte à côte" : "L’une sur l’autre");
      button.addEventListener("click", () => {
        if (side(part("plates"))) params.set("cote", "oui");
        else params.delete("cote");
        remember();
        name();
      });
      name();
      const way = document.createElement("p");
      way.className = "swipe-way";
      way.append(button);
      part("views").append(way);
    }
    return {
      ready() {
        part("views").querySelector(".swipe-way")?.remove();
        ready();
      },
    };
  },
};
