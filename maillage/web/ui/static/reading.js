// Drawings read point by point, by the arrows of the keyboard, a finger or the mouse. A drawing lists its points: each
// holds its words in its <title>, which the mouse shows without this script.
const POINTS = "svg[role=img] :is(.point, .told)";
const HELP = "Valeurs une à une, avec les flèches";

function middle(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

// What the drawing is about: the title of its figure, or of its page.
function title(svg) {
  const around = [svg.closest("figure"), svg.closest("main")].filter(Boolean);
  const found = around.map((one) => one.querySelector("h1, h2, h3, h4") ?? one.querySelector("figcaption"));
  return found.find(Boolean)?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

function improve(svg) {
  const points = [...svg.querySelectorAll(":is(.point, .told)")];
  const words = points.map((point) => point.querySelector("title").textContent);
  const around = document.createElement("div");
  const reader = document.createElement("div");
  const bubble = document.createElement("div");
  let at = downwards() ? 0 : points.length - 1;

  around.className = "read";
  // As wide as the drawing at most.
  around.style.maxWidth = svg.hasAttribute("width") ? `${svg.getAttribute("width")}px` : getComputedStyle(svg).maxWidth;
  // The same class as the drawing: where one is not shown, nor is the other.
  reader.className = `reader ${[...svg.classList].at(-1)}`;
  bubble.className = "reader-words";
  bubble.hidden = true;
  reader.tabIndex = 0;
  const label = [HELP, title(svg)].filter(Boolean).join("\u202f: ");
  const named = { role: "slider", "aria-label": label, "aria-valuemin": 1, "aria-valuemax": points.length };
  for (const [name, value] of Object.entries(named)) reader.setAttribute(name, value);
  svg.before(around);
  around.append(svg, reader);
  reader.append(bubble);

  function tell() {
    reader.setAttribute("aria-valuenow", at + 1);
    reader.setAttribute("aria-valuetext", words[at]);
  }

  function hide() {
    points[at].classList.remove("now");
    bubble.hidden = true;
  }

  // Over the point, or under it where there is no room; never out of the drawing.
  function show(rank) {
    hide();
    at = rank;
    points[at].classList.add("now");
    tell();
    bubble.textContent = words[at];
    bubble.hidden = false;
    const point = points[at].getBoundingClientRect();
    const box = reader.getBoundingClientRect();
    const half = bubble.offsetWidth / 2;
    const left = Math.min(Math.max(point.left + point.width / 2 - box.left, half), box.width - half);
    const over = point.top - box.top - bubble.offsetHeight - 6;
    const under = Math.min(point.bottom - box.top + 6, box.height - bubble.offsetHeight);
    bubble.style.left = `${left - half}px`;
    bubble.style.top = `${over < 0 ? under : over}px`;
  }

  // Points follow each other to the right, or downwards.
  function downwards() {
    const [first, last] = [middle(points[0]), middle(points.at(-1))];
    return Math.abs(last.y - first.y) > 4 * Math.abs(last.x - first.x);
  }

  // The smallest one under the pointer, else the nearest.
  function nearest({ clientX, clientY }) {
    const boxes = points.map((point) => point.getBoundingClientRect());
    const under = boxes.filter(
      ({ left, right, top, bottom }) => left <= clientX && clientX <= right && top <= clientY && clientY <= bottom,
    );
    if (under.length) {
      const area = ({ width, height }) => width * height;
      return boxes.indexOf(under.reduce((least, box) => (area(box) < area(least) ? box : least)));
    }
    const down = downwards();
    const away = (point) => Math.abs(down ? middle(point).y - clientY : middle(point).x - clientX);
    return points.reduce((best, point, rank) => (away(point) < away(points[best]) ? rank : best), 0);
  }

  reader.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return hide();
    const down = downwards() ? 1 : -1;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: down, ArrowUp: -down, Home: -at, End: points.length };
    if (!(event.key in steps)) return;
    event.preventDefault();
    show(Math.min(Math.max(at + steps[event.key], 0), points.length - 1));
  });
  reader.addEventListener("focus", () => show(at));
  reader.addEventListener("blur", hide);
  reader.addEventListener("pointermove", (event) => show(nearest(event)));
  reader.addEventListener("pointerdown", (event) => show(nearest(event)));
  reader.addEventListener("pointerleave", () => {
    if (document.activeElement !== reader) hide();
  });
  tell();
}

new Set([...document.querySelectorAll(POINTS)].map((point) => point.ownerSVGElement)).forEach(improve);
