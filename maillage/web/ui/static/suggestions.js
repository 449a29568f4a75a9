// Suggestions while typing: improves any search field marked data-suggestions, which works without.
// With data-suggestions="ajouter", a territory chosen is sent by the form of the field rather than opened.
const LEAST = 2;
const PATIENCE = 120;
const MOST_ADDRESSES = 5;

function option(id, name, hint, page) {
  const item = document.createElement("li");
  item.id = id;
  item.role = "option";
  item.ariaSelected = "false";
  item.dataset.page = page;
  item.append(name);
  const words = document.createElement("span");
  words.textContent = hint;
  item.append(words);
  return item;
}

// What to add, told under the suggestions: it cannot be chosen.
function advice(text) {
  const item = document.createElement("li");
  item.role = "option";
  item.ariaDisabled = "true";
  item.className = "advice";
  item.textContent = text;
  return item;
}

function improve(row) {
  const input = row.querySelector("input");
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

  const adds = row.dataset.suggestions === "ajouter";
  let asked = 0;
  let timer = 0;

  function choose(item) {
    for (const other of list.children) other.ariaSelected = String(other === item);
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    list.hidden = true;
    input.ariaExpanded = "false";
    choose(null);
  }

  // A page may keep the choice for itself: the map flies there instead of leaving.
  function go(item) {
    if (adds) {
      const [level, code] = item.dataset.page.split("/").slice(-2);
      input.value = `${level}:${code}`;
      return input.form.requestSubmit();
    }
    const detail = { page: item.dataset.page, name: item.firstChild.textContent };
    if (row.dispatchEvent(new CustomEvent("chosen", { bubbles: true, cancelable: true, detail })))
      location.assign(item.dataset.page);
    else close();
  }

  async function ask() {
    const text = input.value.trim();
    const turn = ++asked;
    if (text.length < LEAST) return close();
    const response = await fetch(`/api/v1/search?q=${encodeURIComponent(text)}`);
    if (!response.ok || turn !== asked) return;
    const found = await response.json();
    const rows = [
      ...found.territories.map((one) => [one.name, one.hint, one.page]),
      ...(adds ? [] : found.addresses.slice(0, MOST_ADDRESSES).map((one) => [one.name, one.hint, one.page])),
      ...(adds ? [] : found.indicators.map((one) => [one.name, "Indicateur", one.page])),
      ...(adds ? [] : found.contents.map((one) => [one.name, "Page", one.page])),
    ];
    const told = found.advice && !adds ? [advice(found.advice)] : [];
    list.replaceChildren(...rows.map((each, rank) => option(`${list.id}-${rank}`, ...each)), ...told);
    list.hidden = list.children.length === 0;
    input.ariaExpanded = String(!list.hidden);
    choose(null);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(close), PATIENCE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const items = [...list.querySelectorAll("[data-page]")];
    if (!items.length && event.key !== "Escape") return;
    const here = items.findIndex((item) => item.ariaSelected === "true");
    if (event.key === "ArrowDown") choose(items[(here + 1) % items.length]);
    else if (event.key === "ArrowUp") choose(items[(here <= 0 ? items.length : here) - 1]);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && here >= 0) go(items[here]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("[data-page]");
    event.preventDefault();
    if (item) go(item);
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("[data-suggestions]").forEach(improve);
