// A text field that proposes while one types: the pattern « combobox » of ARIA 1.2. `ask` gives what answers a text, each
// with a name and a hint (without `value`, it is told and cannot be chosen); `choose` does what choosing one does.
const LEAST = 2;
const PATIENCE = 120;

function option(id, item) {
  const line = document.createElement("li");
  line.id = id;
  line.role = "option";
  if (item.value === undefined) {
    line.ariaDisabled = "true";
    line.className = "advice";
    line.textContent = item.name;
    return line;
  }
  line.ariaSelected = "false";
  line.append(item.name);
  const words = document.createElement("span");
  words.textContent = item.hint;
  line.append(words);
  return line;
}

export function combobox(input, row, { ask, choose, tell = () => {} }) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.role = "listbox";
  list.ariaLabel = "Suggestions";
  list.hidden = true;
  row.append(list);
  input.role = "combobox";
  input.ariaExpanded = "false";
  input.ariaAutoComplete = "list";
  input.setAttribute("aria-controls", list.id);

  let items = [];
  let asked = 0;
  let timer = 0;

  const lines = () => [...list.children].filter((line) => line.ariaDisabled !== "true");

  function light(line) {
    for (const other of lines()) other.ariaSelected = String(other === line);
    if (line) input.setAttribute("aria-activedescendant", line.id);
    else input.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }

  function close() {
    asked++;
    clearTimeout(timer);
    list.hidden = true;
    input.ariaExpanded = "false";
    light(null);
  }

  function take(line) {
    const item = items[[...list.children].indexOf(line)];
    if (choose(item) !== false) close();
  }

  async function propose() {
    const text = input.value.trim();
    const turn = ++asked;
    if (text.length < LEAST) return close();
    const found = await ask(text);
    if (turn !== asked) return;
    items = found;
    list.replaceChildren(...found.map((item, rank) => option(`${list.id}-${rank}`, item)));
    list.hidden = found.length === 0;
    input.ariaExpanded = String(!list.hidden);
    light(null);
    tell(lines().length);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => propose().catch(close), PATIENCE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      return void propose().catch(close);
    }
    const among = lines();
    if (!among.length && event.key !== "Escape") return;
    const here = among.findIndex((line) => line.ariaSelected === "true");
    if (event.key === "ArrowDown") light(among[(here + 1) % among.length]);
    else if (event.key === "ArrowUp") light(among[(here <= 0 ? among.length : here) - 1]);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && here >= 0) take(among[here]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  list.addEventListener("mousedown", (event) => {
    const line = event.target.closest("li:not(.advice)");
    event.preventDefault();
    if (line) take(line);
  });
  input.addEventListener("blur", close);
}
