// What is around every page: the search field that proposes while one types, the menus laid over it.
import { combobox } from "./combobox.js";

// Suggestions while typing: improves any search field marked data-suggestions, which works without.
// With data-suggestions="ajouter", a territory chosen is sent by the form of the field rather than opened.
function improve(row) {
  const input = row.querySelector("input");
  const adds = row.dataset.suggestions === "ajouter";

  // A page may keep the choice for itself: the map flies there instead of leaving.
  function choose(item) {
    if (adds) {
      const [level, code] = item.value.split("/").slice(-2);
      input.value = `${level}:${code}`;
      input.form.requestSubmit();
      return false;
    }
    const detail = { page: item.value, name: item.name };
    const leaves = row.dispatchEvent(new CustomEvent("chosen", { bubbles: true, cancelable: true, detail }));
    if (leaves) location.assign(item.value);
    return !leaves;
  }

  async function read(address, text) {
    const response = await fetch(`${address}?q=${encodeURIComponent(text)}`);
    return response.ok ? response.json() : {};
  }

  const item = (answer) => ({ name: answer.name, hint: answer.hint, value: answer.page });

  // A kind is told above its answers, and cannot be chosen.
  async function ask(text) {
    if (adds) return ((await read("/api/v1/search", text)).territories ?? []).map(item);
    const { groups = [] } = await read(row.dataset.found ?? "/recherche.json", text);
    return groups.flatMap(({ kind, advice, answers }) => [
      { name: kind },
      ...answers.map(item),
      ...(advice ? [{ name: advice }] : []),
    ]);
  }

  combobox(input, row, { ask, choose });
}

document.querySelectorAll("[data-suggestions]").forEach(improve);

// Ctrl-K, or Cmd-K, leads to the search from anywhere; a narrow screen has a link for it.
const search = document.querySelector(".search input[type=search]");
if (search) {
  search.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  if (search.placeholder && matchMedia("(hover: hover)").matches) search.placeholder += " (Ctrl K)";
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (!search.offsetParent) return document.querySelector(".find").click();
    search.focus();
    search.select();
  });
}
// A draft is compared with the fields as pickers leave them.
if (document.querySelector("[data-picker]")) await import("./pickers.js");
if (document.querySelector("form[data-draft], [data-kept], form[action$='/deconnexion']") || sessionStorage.length)
  await import("./drafts.js");
if (document.querySelector("svg[role=img] :is(.point, .told)")) await import("./reading.js");
if (document.querySelector("[data-copies]")) await import("./copies.js");

// The menu over the page closes with Escape, by a click elsewhere, and when the keyboard leaves it; it works without.
const opened = () => [...document.querySelectorAll(".menu details[open]")];
const close = () => opened().forEach((details) => (details.open = false));
const inside = (element) => element?.closest?.(".menu");

document.addEventListener("click", (event) => {
  if (!inside(event.target)) close();
});
document.addEventListener("focusin", (event) => {
  if (!inside(event.target)) close();
});
document.addEventListener("keydown", (event) => {
  const [first] = opened();
  if (event.key !== "Escape" || !first) return;
  close();
  first.querySelector("summary").focus();
});
// On a phone, the question the reader is in opens with the whole menu.
document.querySelectorAll(".menu-all").forEach((all) =>
  all.addEventListener("toggle", () => {
    const here = all.parentElement.querySelector("summary[aria-current]");
    if (all.open && here) here.parentElement.open = true;
  }),
);
